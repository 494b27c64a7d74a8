-- Title: the lines of orders
-- Description: lines_told(line_table): lines of the item report; of orders that it does not hold, the lines as the
--              order report tells them. The tables are named so that some orders can be asked about without reading
--              the lines of all.
-- Grain: shop × order × line
-- Inputs: a table of the columns of order_line
-- Caveats: the item report reportedly leaves unpaid orders out, so both sources are needed side by side
create or replace macro lines_told(line_table) as table
    select shop, order_id, line_id, item_id, title, sku, quantity, paid, refund_state, refund_amount
    from query_table(line_table)
    where source = 'items'
    union all
    select shop, order_id, line_id, item_id, title, sku, quantity, paid, refund_state, refund_amount
    from query_table(line_table)
    anti join (select shop, order_id from query_table(line_table) where source = 'items') as reported
        using (shop, order_id)
    where source = 'orders';
