-- Title: take out what stood in the list for the affected reviews
-- Grain: review_chance
-- Inputs: affected_review
delete from review_chance as listed
using affected_review as affected
where listed.shop = affected.shop and listed.review_id = affected.review_id
