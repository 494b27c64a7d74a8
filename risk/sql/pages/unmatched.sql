-- Title: refunds and reviews that nobody can be found for, since their orders have not come in
-- Description: a review that names its buyer needs no order. since, until: when they were applied for or written, where
--              that is told; rows: all there are of the kind
-- Grain: kind of export (refunds | reviews)
-- Inputs: refund, review, buyer_order
-- Parameters: $shop (null: all)
with asked as (
    select 'refunds' as kind, shop, order_id, applied_at as "at"
    from refund
    where $shop::varchar is null or shop = $shop
    union all
    select 'reviews', shop, order_id, created_at
    from review
    where buyer is null and not is_default and ($shop::varchar is null or shop = $shop)
),
unmatched as (
    from asked anti join buyer_order using (shop, order_id)
),
missing as (
    select kind, count(*) as unmatched, min("at")::date as since, max("at")::date as until from unmatched group by kind
),
taken as (
    select 'refunds' as kind, count(*) as rows from refund where $shop::varchar is null or shop = $shop
    union all
    select 'reviews', count(*) from review where $shop::varchar is null or shop = $shop
)
select kind, unmatched::bigint as unmatched, since, until, taken.rows::bigint as rows
from missing
join taken using (kind)
order by kind
