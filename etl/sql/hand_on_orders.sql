-- Title: rows of buyer_order whose order has been told its number
-- Grain: row of buyer_order
-- Inputs: number_of_order
update buyer_order
set order_id = told.order_id
from number_of_order as told
where buyer_order.shop = told.shop and buyer_order.order_id = told.own_id
