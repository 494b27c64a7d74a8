-- Title: what those who at first sight are beyond the threshold did in each product, as far as they seem to be
-- Description: the abnormal must not become the measure of themselves
-- Grain: product, by number
-- Inputs: buyer_product, frame (number of the buyer, and the part of each signal that is set aside, 0..1)
-- Parameters: $shop
select
    product as number,
    sum(unpaid_trials * unpaid) as unpaid_trials, sum(unpaid_hits * unpaid) as unpaid_hits,
    sum(refund_trials * refund) as refund_trials, sum(refund_hits * refund) as refund_hits,
    sum(review_trials * review) as review_trials, sum(review_hits * review) as review_hits
from buyer_product
join frame on frame.number = buyer
where shop = $shop
group by product
