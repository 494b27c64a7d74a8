-- Title: drawn lines as rows of the item report
-- Grain: order × line
-- Inputs: drawn (order_no, line_no, product_no, is_unpaid)
insert into order_line by name
select
    '木禾家居店' as shop,
    'o' || order_no as order_id,
    'l' || line_no as line_id,
    'items' as source,
    'i' || product_no as item_id,
    '商品' || product_no as title,
    1 as quantity,
    case when is_unpaid then 0 else 100 end as paid,
    1 as batch_id,
    2 as row_number
from drawn
