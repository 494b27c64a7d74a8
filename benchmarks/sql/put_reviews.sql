-- Title: drawn reviews as rows of the review table
-- Grain: review
-- Inputs: drawn (order_no, line_no, product_no, buyer_no, is_bad, at in seconds)
insert into review by name
select
    '木禾家居店' as shop,
    'v' || line_no as review_id,
    'o' || order_no as order_id,
    'l' || line_no as line_id,
    'b' || buyer_no as buyer,
    'i' || product_no as item_id,
    case when is_bad then 'bad' else 'good' end as rating,
    false as is_default,
    timestamp '2026-05-25' + to_seconds("at" + 700000) as created_at,
    1 as batch_id,
    2 as row_number
from drawn
