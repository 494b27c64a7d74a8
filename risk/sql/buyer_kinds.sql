-- Title: each buyer's refunds by kind
-- Grain: buyer, by number
-- Inputs: trial, buyer_number
-- Parameters: $shop
select
    number,
    (count(*) filter (kind = 'before_dispatch'))::integer as before_dispatch,
    (count(*) filter (kind = 'refund_only'))::integer as refund_only,
    (count(*) filter (kind = 'return'))::integer as returned
from trial
join buyer_number using (shop, buyer)
where shop = $shop and signal = 'refund' and is_counted and is_hit
    and kind in ('before_dispatch', 'refund_only', 'return')
group by number
