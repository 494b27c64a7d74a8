-- Title: take out the refunds that are about to be written anew
-- Grain: shop, refund_id
-- Inputs: written
delete from refund using written where refund.shop = written.shop and refund.refund_id = written.refund_id
