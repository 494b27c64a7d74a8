-- Title: the lines of the table that this file speaks of
-- Grain: shop, order_id, line_id → temp table before
-- Inputs: order_line, staged_rows
create or replace temp table before as
select order_line.* from order_line semi join staged_rows using (shop, order_id, line_id)
