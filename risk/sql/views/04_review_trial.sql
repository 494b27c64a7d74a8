-- Title: chances to leave a bad review
-- Description: a review that the buyer wrote. Reviews that the system wrote are not counted. The buyer is the review's
--              where it names one, else the order's; the product likewise, where the order has only one.
-- Grain: shop × review
-- Inputs: review, buyer_order, line
create or replace view review_trial as
with known_titles as (
    select shop, title, mode(product) as product from line where title is not null group by shop, title
),
single_products as (
    select shop, order_id, any_value(product) as product, any_value(title) as title
    from line
    group by shop, order_id
    having count(distinct product) = 1
)
select
    r.shop,
    coalesce(r.buyer, o.buyer) as buyer,
    'review' as signal,
    coalesce(r.item_id, known_titles.product, r.title, single_products.product, '') as product,
    coalesce(r.title, single_products.title) as title,
    r.order_id,
    r.review_id as ref_id,
    r.created_at as at,
    1.0 as weight,
    r.rating = 'bad' as is_hit,
    case when r.is_default then 'default_review' end as why_not,
    not r.is_default as is_counted,
    null::decimal(18, 2) as amount
from review as r
left join buyer_order as o using (shop, order_id)
left join known_titles on known_titles.shop = r.shop and known_titles.title = r.title
left join single_products on single_products.shop = r.shop and single_products.order_id = r.order_id
