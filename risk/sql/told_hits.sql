-- Title: refunds that count against some buyers and that a refund export tells of
-- Description: what only an order's state tells of comes without a word on whose fault it was
-- Grain: buyer, by number
-- Inputs: buyer_facts, buyer_number, frame (number)
-- Parameters: $shop
select number, told_refunds as hits
from buyer_facts
join buyer_number using (shop, buyer)
semi join frame using (number)
where shop = $shop and told_refunds > 0
