-- Title: lines that stand under another shop go to the shop of their order
-- Description: unless the other shop has an order of that number, too
-- Grain: row of order_line and of line_sighting; the last statement counts the rows
-- Inputs: told_shop, told_order
update line_sighting
set shop = told.shop
from told_shop as told
where
    told.number = line_sighting.order_id
    and told.shop <> line_sighting.shop
    and not exists (from told_order as o where o.shop = line_sighting.shop and o.order_id = line_sighting.order_id);
update order_line
set shop = told.shop
from told_shop as told
where
    told.number = order_line.order_id
    and told.shop <> order_line.shop
    and not exists (from told_order as o where o.shop = order_line.shop and o.order_id = order_line.order_id);
