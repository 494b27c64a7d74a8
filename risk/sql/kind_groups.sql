-- Title: buyers with equal kinds of refunds and nearly equal certainty
-- Grain: shop × signal × counts by kind × certainty in steps
-- Inputs: buyer_kinds, units, judged
select
    k.shop,
    k.signal,
    k.before_dispatch,
    k.refund_only,
    k.returned,
    round(j.certainty, 2) as step,
    avg(j.certainty) as certainty,
    count(*)::double as buyers
from buyer_kinds as k
join units as u using (shop, signal, buyer)
join judged as j using (unit_key)
group by all
order by all
