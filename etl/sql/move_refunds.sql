-- Title: refunds that stand under another shop go to the shop of their order
-- Description: unless the other shop has an order of that number, too
-- Grain: row of refund and of refund_sighting; the last statement counts the rows
-- Inputs: told_shop, told_order
update refund_sighting
set shop = told.shop
from told_shop as told
where
    told.number = refund_sighting.order_id
    and told.shop <> refund_sighting.shop
    and not exists (from told_order as o where o.shop = refund_sighting.shop and o.order_id = refund_sighting.order_id);
update refund
set shop = told.shop
from told_shop as told
where
    told.number = refund.order_id
    and told.shop <> refund.shop
    and not exists (from told_order as o where o.shop = refund.shop and o.order_id = refund.order_id);
