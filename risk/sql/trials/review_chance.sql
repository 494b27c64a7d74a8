-- Title: chances to leave a bad review
-- Description: a review that the buyer wrote. Reviews that the system wrote are not counted. The buyer is the review's
--              where it names one, else the order's; the product likewise, where the order has only one.
-- Grain: shop × review → review_chance
-- Inputs: asked_review, asked_order, told_line, known_title
insert into review_chance by name
with reviewed as (
    select
        o.shop, o.order_id, any_value(o.buyer) as buyer, min(coalesce(l.product, '')) as product,
        any_value(l.title) as title, min(coalesce(l.product, '')) = max(coalesce(l.product, '')) as is_one
    from asked_order as o
    -- a review that names both needs no order
    semi join (from asked_review where buyer is null or title is null) as r using (shop, order_id)
    left join told_line as l using (shop, order_id)
    group by shop, order_id
)
select
    r.shop,
    coalesce(r.buyer, o.buyer) as buyer,
    coalesce(r.item_id, known_title.item_id, r.title, case when o.is_one then o.product end, '') as product,
    coalesce(r.title, case when o.is_one then o.title end) as title,
    r.order_id,
    r.review_id,
    r.created_at as at,
    r.rating = 'bad' as is_bad,
    r.is_default
from asked_review as r
left join reviewed as o using (shop, order_id)
left join known_title on known_title.shop = r.shop and known_title.title = r.title
