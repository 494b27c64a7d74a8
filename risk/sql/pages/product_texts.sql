-- Title: what the bad reviews of one product say
-- Description: of buyers who are not on the list; the latest, as many as are read for what they complain of
-- Grain: bad review
-- Inputs: trial, review, listed_buyer
-- Parameters: $shop, $product
select concat_ws(' ', r.text, r.followup) as text
from trial as t
anti join listed_buyer as l on l.shop = t.shop and l.buyer = t.buyer
join review as r on r.shop = t.shop and r.review_id = t.ref_id
where t.shop = $shop and t.product = $product and t.signal = 'review' and t.is_hit and t.is_counted
order by r.created_at desc nulls last, r.review_id
limit 500
