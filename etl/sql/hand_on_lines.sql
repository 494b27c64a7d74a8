-- Title: rows of order_line whose order has been told its number
-- Grain: row of order_line
-- Inputs: number_of_order
update order_line
set order_id = told.order_id
from number_of_order as told
where order_line.shop = told.shop and order_line.order_id = told.own_id
