-- Title: who is on the list with other settings, and who would move
-- Grain: shop × buyer → temp tables list_after, moves
-- Inputs: buyer_summary, list_before
create or replace temp table list_after as
select shop, buyer, tier, certainty, signals from buyer_summary where tier <> 'none';
create or replace temp table moves as
select
    shop,
    buyer,
    coalesce(b.tier, 'none') as tier_before,
    coalesce(a.tier, 'none') as tier,
    coalesce(a.certainty, b.certainty) as certainty,
    array_to_string(coalesce(a.signals, b.signals), ',') as signals
from list_before as b
full join list_after as a using (shop, buyer)
where a.tier is distinct from b.tier
