-- Title: one shop's chances and hits of each signal; 0 where there was none
-- Grain: buyer × product, both by number
-- Inputs: buyer_product
-- Parameters: $shop
select
    buyer,
    product,
    coalesce(unpaid_trials, 0) as unpaid_trials,
    coalesce(unpaid_hits, 0) as unpaid_hits,
    coalesce(refund_trials, 0) as refund_trials,
    coalesce(refund_hits, 0) as refund_hits,
    coalesce(review_trials, 0) as review_trials,
    coalesce(review_hits, 0) as review_hits
from buyer_product
where shop = $shop and buyer is not null
