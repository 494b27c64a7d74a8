-- Title: refunds that stand under another shop go to the shop of their order
-- Grain: row of refund and of refund_sighting; the last statement counts the rows
-- Inputs: told_shop
update refund_sighting
set shop = told.shop
from told_shop as told
where told.number = refund_sighting.order_id and told.shop <> refund_sighting.shop and may_move(refund_sighting.shop, refund_sighting.order_id);
update refund
set shop = told.shop
from told_shop as told
where told.number = refund.order_id and told.shop <> refund.shop and may_move(refund.shop, refund.order_id);
