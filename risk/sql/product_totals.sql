-- Title: what one shop's chances come to in each product, whoever had them
-- Grain: product, by number
-- Inputs: buyer_product
-- Parameters: $shop
select
    product as number,
    sum(unpaid_trials) as unpaid_trials, sum(unpaid_hits) as unpaid_hits,
    sum(refund_trials) as refund_trials, sum(refund_hits) as refund_hits,
    sum(review_trials) as review_trials, sum(review_hits) as review_hits
from buyer_product
where shop = $shop
group by product
