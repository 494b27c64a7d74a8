-- Title: chances and hits of each buyer in each product
-- Description: what does not count is left out here and nowhere else; a null buyer stands for all orders that no
--              buyer can be found for: they count for the product, not for anyone. The signals stand side by side:
--              mostly the same buyers and products, which are then grouped once.
-- Grain: shop × product × buyer → buyer_product; null trials of a signal: no chance
-- Inputs: summed_chance, summed_review, product_number, buyer_number
insert into buyer_product by name
with chances as (
    select
        shop, product, buyer,
        case when unpaid_why_not is null then order_weight end as unpaid_trials,
        case when is_unpaid then unpaid_trials end as unpaid_hits,
        case when refund_why_not is null then refund_weight end as refund_trials,
        case when is_refunded then refund_trials end as refund_hits,
        null::double as review_trials,
        null::double as review_hits
    from summed_chance
    where unpaid_trials is not null or refund_trials is not null
    union all
    select shop, product, buyer, null, null, null, null, 1, case when is_bad then 1 end
    from summed_review
    where not is_default
)
select
    chances.shop,
    p.number as product,
    b.number as buyer,
    sum(unpaid_trials) as unpaid_trials,
    sum(unpaid_hits) as unpaid_hits,
    sum(refund_trials) as refund_trials,
    sum(refund_hits) as refund_hits,
    sum(review_trials) as review_trials,
    sum(review_hits) as review_hits
from chances
join product_number as p using (shop, product)
left join buyer_number as b using (shop, buyer)
group by chances.shop, p.number, b.number
