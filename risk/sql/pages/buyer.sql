-- Title: one buyer's head line
-- Grain: shop × buyer
-- Inputs: buyer_list, buyer_summary, standing
-- Parameters: $ref
select b.*, s.tier as judged_tier, st.reason as decision_reason, st.decided_at, s.amount_paid::double as amount_paid, s.paid_orders, s.reviews
from buyer_list as b
join buyer_summary as s using (shop, buyer)
left join standing as st using (shop, buyer)
where b.ref = $ref
