-- Title: refunds that stand under another shop go to the shop that the file names for them
-- Grain: row of refund and of refund_sighting; the last statement counts the rows
-- Inputs: told_shop
update refund_sighting
set shop = told.shop
from told_shop as told
where
    told.number = refund_sighting.refund_id
    and told.shop <> refund_sighting.shop
    and may_move(refund_sighting.shop, refund_sighting.refund_id);
update refund
set shop = told.shop
from told_shop as told
where
    told.number = refund.refund_id
    and told.shop <> refund.shop
    and may_move(refund.shop, refund.refund_id);
