-- Title: reviews that stand under another shop go to the shop that the file names for them
-- Grain: row of review and of review_sighting; the last statement counts the rows
-- Inputs: told_shop
update review_sighting
set shop = told.shop
from told_shop as told
where
    told.number = review_sighting.review_id
    and told.shop <> review_sighting.shop
    and may_move(review_sighting.shop, review_sighting.review_id);
update review
set shop = told.shop
from told_shop as told
where
    told.number = review.review_id
    and told.shop <> review.shop
    and may_move(review.shop, review.review_id);
