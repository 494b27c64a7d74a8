-- Title: reviews that stand under another shop go to the shop of their order
-- Grain: row of review and of review_sighting; the last statement counts the rows
-- Inputs: told_shop
update review_sighting
set shop = told.shop
from told_shop as told
where told.number = review_sighting.order_id and told.shop <> review_sighting.shop and may_move(review_sighting.shop, review_sighting.order_id);
update review
set shop = told.shop
from told_shop as told
where told.number = review.order_id and told.shop <> review.shop and may_move(review.shop, review.order_id);
