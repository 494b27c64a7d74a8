-- Title: refunds that count against some buyers and that a refund export tells of
-- Description: what only an order's state tells of comes without a word on whose fault it was
-- Grain: buyer, by number
-- Inputs: order_chance, buyer_number, frame (number)
-- Parameters: $shop
with asked as (
    select number, buyer from buyer_number semi join frame using (number) where shop = $shop
)
select number, count(*) as hits
from order_chance as c
join asked using (buyer)
where c.shop = $shop and is_paid and is_refunded and refund_why_not is null and refund_id is not null
group by number
