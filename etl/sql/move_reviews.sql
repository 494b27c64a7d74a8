-- Title: reviews that stand under another shop go to the shop of their order
-- Description: unless the other shop has an order of that number, too
-- Grain: row of review and of review_sighting; the last statement counts the rows
-- Inputs: told_shop, told_order
update review_sighting
set shop = told.shop
from told_shop as told
where
    told.number = review_sighting.order_id
    and told.shop <> review_sighting.shop
    and not exists (from told_order as o where o.shop = review_sighting.shop and o.order_id = review_sighting.order_id);
update review
set shop = told.shop
from told_shop as told
where
    told.number = review.order_id
    and told.shop <> review.shop
    and not exists (from told_order as o where o.shop = review.shop and o.order_id = review.order_id);
