-- Title: orders of which something has changed
-- Description: what imports noted, the orders of reviews they noted, and what a title now counts for another product
-- Grain: shop × order → temp table touched
-- Inputs: changed_order, changed_review, review, order_line, refund, retitled
create or replace temp table touched as
select shop, order_id from changed_order
union
select shop, order_id from review semi join changed_review using (shop, review_id) where order_id is not null
union
select shop, order_id from order_line semi join retitled using (shop, title) where item_id is null
union
select shop, order_id from refund semi join retitled using (shop, title) where item_id is null and order_id is not null
