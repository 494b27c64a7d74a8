-- Title: the shops that have orders of the numbers that the file at hand tells
-- Grain: shop × order → temp table told_order
-- Inputs: buyer_order, told_shop
create or replace temp table told_order as
select o.shop, o.order_id
from buyer_order as o
semi join told_shop as told on told.number = o.order_id
