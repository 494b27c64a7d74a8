-- Title: the lines of the orders that are asked about, each with its product
-- Description: the product is the item id, else the id that the same title has elsewhere, else the title
-- Grain: shop × order × line → temp view told_line
-- Inputs: asked_line, known_title
create or replace temp view told_line as
select
    l.shop, l.order_id, l.line_id, coalesce(l.item_id, known_title.item_id, l.title, '') as product, l.title,
    l.paid, l.refund_state, l.refund_amount
from lines_told('asked_line') as l
left join known_title using (shop, title)
