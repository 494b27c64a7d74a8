-- Title: what on one buyer's record could be the shop's own doing
-- Grain: one row
-- Inputs: trial, product_risk, refund
-- Parameters: $shop, $buyer
with mine as (
    select * from trial where shop = $shop and buyer = $buyer
)
select
    (count(*) filter (why_not = 'shop_fault'))::integer as shop_fault,
    (count(distinct order_id) filter (why_not = 'reordered'))::integer as reordered,
    (count(distinct order_id) filter (why_not = 'out_of_stock'))::integer as out_of_stock,
    (count(distinct mine.product) filter (mine.signal = 'refund' and mine.is_hit and p.rate >= 2 * p.shop_rate))::integer
        as faulty_products,
    any_value(mine.title) filter (mine.signal = 'refund' and mine.is_hit and p.rate >= 2 * p.shop_rate) as faulty_title,
    max(p.rate) filter (mine.signal = 'refund' and mine.is_hit and p.rate >= 2 * p.shop_rate)::double as faulty_rate
from mine
left join product_risk as p on p.shop = mine.shop and p.product = mine.product and p.signal = mine.signal
