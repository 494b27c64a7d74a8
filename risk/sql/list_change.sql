-- Title: buyers who came on the list, left it, or changed their tier with this refresh
-- Description: against the last change that is known of each; kept for good, so that pages can say what is new
-- Grain: shop × buyer × refresh
-- Inputs: list_change, buyer_summary
-- Parameters: $now
insert into list_change
with before as (
    select shop, buyer, arg_max(tier, changed_at) as tier from list_change group by shop, buyer
),
listed as (
    select shop, buyer, tier from buyer_summary where tier <> 'none'
)
select $now::timestamp, shop, buyer, coalesce(before.tier, 'none'), coalesce(listed.tier, 'none')
from before
full join listed using (shop, buyer)
where coalesce(before.tier, 'none') <> coalesce(listed.tier, 'none')
