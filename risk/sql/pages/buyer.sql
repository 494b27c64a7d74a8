-- Title: one buyer's head line
-- Grain: shop × buyer
-- Inputs: buyer_list, buyer_summary
-- Parameters: $ref
select b.*, s.amount_paid::double as amount_paid, s.paid_orders, s.reviews
from buyer_list as b
join buyer_summary as s using (shop, buyer)
where b.ref = $ref
