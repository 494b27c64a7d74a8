-- Title: how the list stands against what it was before the last import
-- Description: every buyer whose tier moved since then; nobody while there was no list before to compare with
-- Grain: shop × buyer
-- Inputs: list_change, batch, dismissed
create or replace view moved_on_list as
with last_import as (
    select max(imported_at) as at from batch where undone_at is null
),
moved as (
    select shop, buyer, arg_min(tier_before, changed_at) as tier_before, arg_max(tier, changed_at) as tier
    from list_change anti join dismissed using (shop, buyer), last_import
    where changed_at >= last_import.at
    group by shop, buyer
)
select *, tier_before = 'none' and tier <> 'none' as is_new
from moved
where tier_before <> tier
    and exists (select 1 from list_change, last_import where changed_at < last_import.at);
