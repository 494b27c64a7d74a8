-- Title: chances and hits in each product
-- Grain: shop × signal × product → temp table product_counts
-- Inputs: buyer_product
create or replace temp table product_counts as
with products as materialized (
    select
        shop, product, any_value(title) as title,
        sum(unpaid_trials) as unpaid_trials, sum(unpaid_hits) as unpaid_hits,
        sum(refund_trials) as refund_trials, sum(refund_hits) as refund_hits,
        sum(review_trials) as review_trials, sum(review_hits) as review_hits
    from buyer_product
    group by shop, product
),
signals as (
    select shop, 'unpaid' as signal, product, title, unpaid_trials as trials, unpaid_hits as hits from products
    union all
    select shop, 'refund', product, title, refund_trials, refund_hits from products
    union all
    select shop, 'review', product, title, review_trials, review_hits from products
)
select * replace (coalesce(hits, 0) as hits)
from signals
where trials is not null
