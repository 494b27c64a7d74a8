-- Title: drawn refunds as rows of the refund export, which names no buyer
-- Grain: refund
-- Inputs: drawn (order_no, line_no, product_no, type, is_shop_fault, at in seconds)
insert into refund by name
select
    '木禾家居店' as shop,
    'r' || line_no as refund_id,
    'o' || order_no as order_id,
    'i' || product_no as item_id,
    type as kind,
    'success' as state,
    case when is_shop_fault then 'wrong' else 'no_reason' end as reason_class,
    case when is_shop_fault then 'shop' end as fault,
    100 as amount,
    timestamp '2026-05-25' + to_seconds("at" + 90000) as applied_at,
    1 as batch_id,
    2 as row_number
from drawn
