-- Title: take out the orders that are about to be written anew
-- Grain: shop, order_id
-- Inputs: written
delete from buyer_order using written where buyer_order.shop = written.shop and buyer_order.order_id = written.order_id
