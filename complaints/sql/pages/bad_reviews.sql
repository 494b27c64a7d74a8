-- Title: bad reviews that a case could be opened from
-- Description: the newest 300, since the time to complain is 30 days, and the one that the page was asked for; newest
--              first. The buyer is the review's, else its order's.
-- Grain: review
-- Inputs: review, buyer_order
-- Parameters: $shop (null: every shop), $review
-- found first, so that the orders of all others need not be looked for
with newest as materialized (
    select shop, review_id, order_id, buyer, title, text, created_at
    from review
    where rating = 'bad' and ($shop::varchar is null or shop = $shop)
    order by created_at desc nulls last, review_id
    limit 300
),
wanted as (
    from newest
    union
    select shop, review_id, order_id, buyer, title, text, created_at
    from review
    where review_id = $review and ($shop::varchar is null or shop = $shop)
)
select w.shop, w.review_id, w.order_id, coalesce(w.buyer, o.buyer) as buyer, w.title, w.text, w.created_at
from wanted as w
left join buyer_order as o using (shop, order_id)
order by w.created_at desc nulls last, w.review_id
