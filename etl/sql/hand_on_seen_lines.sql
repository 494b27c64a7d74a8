-- Title: rows of line_sighting whose order has been told its number
-- Grain: row of line_sighting
-- Inputs: number_of_order
update line_sighting
set order_id = told.order_id
from number_of_order as told
where line_sighting.shop = told.shop and line_sighting.order_id = told.own_id
