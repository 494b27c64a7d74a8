-- Title: bad reviews, newest first
-- Description: the newest 300: the time to complain is 30 days. The buyer is the review's, else its order's.
-- Grain: review
-- Inputs: review, buyer_order
-- Parameters: $shop (null: every shop)
select r.shop, r.review_id, r.order_id, coalesce(r.buyer, o.buyer) as buyer, r.title, r.text, r.created_at
from review as r
left join buyer_order as o using (shop, order_id)
where r.rating = 'bad' and ($shop is null or r.shop = $shop)
order by r.created_at desc nulls last, r.review_id
limit 300
