-- Title: the orders of the table that this file speaks of
-- Grain: shop, order_id → temp table before
-- Inputs: buyer_order, staged_rows
create or replace temp table before as
select buyer_order.* from buyer_order semi join staged_rows using (shop, order_id)
