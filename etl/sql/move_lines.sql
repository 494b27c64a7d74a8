-- Title: lines that stand under another shop go to the shop of their order
-- Grain: row of order_line and of line_sighting; the last statement counts the rows
-- Inputs: told_shop
update line_sighting
set shop = told.shop
from told_shop as told
where told.number = line_sighting.order_id and told.shop <> line_sighting.shop and may_move(line_sighting.shop, line_sighting.order_id);
update order_line
set shop = told.shop
from told_shop as told
where told.number = order_line.order_id and told.shop <> order_line.shop and may_move(order_line.shop, order_line.order_id);
