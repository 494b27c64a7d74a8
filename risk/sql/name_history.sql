-- Title: what was said of buyers goes on under the name that their shop has now
-- Description: else a decision would no longer be found, and everybody on the list would be new to it. Of two moves in
--              one refresh, that under the name of now stays.
-- Grain: row of owner_decision, list_change and signal_change
-- Inputs: renamed_shop
update owner_decision set shop = r.shop from renamed_shop as r where owner_decision.shop = r.name;
delete from list_change as l
using renamed_shop as r
where l.shop = r.name and exists (
    from list_change as kept where kept.shop = r.shop and kept.buyer = l.buyer and kept.changed_at = l.changed_at
);
update list_change set shop = r.shop from renamed_shop as r where list_change.shop = r.name;
update signal_change set shop = r.shop from renamed_shop as r where signal_change.shop = r.name;
