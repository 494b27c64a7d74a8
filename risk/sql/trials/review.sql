-- Title: chances to leave a bad review
-- Description: a review that the buyer wrote. Reviews that the system wrote are not counted. The buyer is the review's
--              where it names one, else the order's; the product likewise, where the order has only one.
-- Grain: shop × review → trial
-- Inputs: asked_review, ordered_line, known_title
insert into trial by name
with reviewed as (
    select shop, order_id, any_value(buyer) as buyer, any_value(product) as product, any_value(title) as title,
        count(distinct product) as products
    from ordered_line
    semi join asked_review using (shop, order_id)
    group by shop, order_id
)
select
    r.shop,
    coalesce(r.buyer, o.buyer) as buyer,
    'review' as signal,
    coalesce(r.item_id, known_title.item_id, r.title, case when o.products = 1 then o.product end, '') as product,
    coalesce(r.title, case when o.products = 1 then o.title end) as title,
    r.order_id,
    r.review_id as ref_id,
    r.created_at as at,
    1.0 as weight,
    r.rating = 'bad' as is_hit,
    case when r.is_default then 'default_review' end as why_not,
    not r.is_default as is_counted,
    null::decimal(18, 2) as amount
from asked_review as r
left join reviewed as o using (shop, order_id)
left join known_title on known_title.shop = r.shop and known_title.title = r.title
