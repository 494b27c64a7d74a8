-- Title: take out the lines that are about to be written anew
-- Grain: shop, order_id, line_id
-- Inputs: written
delete from order_line using written where order_line.shop = written.shop and order_line.order_id = written.order_id and order_line.line_id = written.line_id
