-- Title: the lines of those orders, every eighth order with two
-- Grain: order × line
-- Inputs: buyer_order
-- Parameters: $first (orders from this number on), $products
insert into order_line by name
select
    shop,
    order_id,
    order_id || '-' || line as line_id,
    'items' as source,
    'i' || floor($products * pow(hash(order_id, line) % 1000000007 / 1000000007, 2))::bigint as item_id,
    '商品' || item_id as title,
    1 as quantity,
    paid,
    1 as batch_id,
    2 as row_number
from buyer_order, range(case when hash(order_id) % 8 = 0 then 2 else 1 end) as lines(line)
where order_id[2:]::bigint >= $first
