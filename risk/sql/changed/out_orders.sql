-- Title: take out what stood in the list for the affected orders
-- Grain: order_chance
-- Inputs: affected_order
delete from order_chance as listed
using affected_order as affected
where listed.shop = affected.shop and listed.order_id = affected.order_id
