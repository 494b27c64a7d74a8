-- Title: orders that stand under another shop go to the shop that the file names for them
-- Grain: row of buyer_order and of order_sighting; the last statement counts the rows
-- Inputs: told_shop
update order_sighting
set shop = told.shop
from told_shop as told
where
    told.number = order_sighting.order_id
    and told.shop <> order_sighting.shop
    and may_move(order_sighting.shop, order_sighting.order_id);
update buyer_order
set shop = told.shop
from told_shop as told
where
    told.number = buyer_order.order_id
    and told.shop <> buyer_order.shop
    and may_move(buyer_order.shop, buyer_order.order_id);
