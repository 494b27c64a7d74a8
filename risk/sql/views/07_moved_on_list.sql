-- Title: how the list stands against what it was before the last import
-- Description: moved_on_list: every buyer whose tier moved since then; nobody while there was no list before to
--              compare with. move_of_buyer: new (came on the list), rising (was on it, and did it again since),
--              faded (is on it, but did nothing that counts in the last 90 days of the shop's data).
-- Grain: shop × buyer | shop × buyer × move
-- Inputs: list_change, signal_change, batch, dismissed, listed_buyer
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

create or replace view move_of_buyer as
with last_import as (
    select max(imported_at) as at from batch where undone_at is null
),
records as (
    select *, lag(observed) over (partition by shop, buyer, signal order by changed_at) as observed_before
    from signal_change
),
newest as (
    select shop, max(last_order) filter (not is_ahead(last_order)) as at from buyer_summary group by shop
)
select shop, buyer, 'new' as move from moved_on_list where is_new
union all
select distinct shop, buyer, 'rising'
from records semi join listed_buyer using (shop, buyer), last_import
where changed_at >= last_import.at and observed > observed_before and tier <> 'none'
union all
select l.shop, l.buyer, 'faded'
from listed_buyer as l
join newest using (shop)
where l.last_hit < newest.at - interval 90 day;
