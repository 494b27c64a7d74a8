-- Title: take out the reviews that are about to be written anew
-- Grain: shop, review_id
-- Inputs: written
delete from review using written where review.shop = written.shop and review.review_id = written.review_id
