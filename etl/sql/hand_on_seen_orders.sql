-- Title: rows of order_sighting whose order has been told its number
-- Grain: row of order_sighting
-- Inputs: number_of_order
update order_sighting
set order_id = told.order_id
from number_of_order as told
where order_sighting.shop = told.shop and order_sighting.order_id = told.own_id
