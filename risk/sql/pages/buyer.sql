-- Title: one buyer's head line
-- Description: by name, not by ref: so that only this buyer's signals are put together, not everybody's
-- Grain: shop × buyer
-- Inputs: buyer_list, buyer_summary, standing
-- Parameters: $shop, $buyer
select b.*, s.tier as judged_tier, st.reason as decision_reason, st.decided_at, s.amount_paid::double as amount_paid, s.paid_orders, s.reviews
from buyer_list as b
join buyer_summary as s using (shop, buyer)
left join standing as st using (shop, buyer)
where b.shop = $shop and b.buyer = $buyer
