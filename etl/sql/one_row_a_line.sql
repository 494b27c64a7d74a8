-- Title: staged item rows, one a line
-- Description: old item reports have no sub-order number; there a line is known by what was bought, and by its
--              place among equal ones. Where neither title nor item id was exported, the merchant's code stands for
--              the title.
-- Grain: shop × order × line → temp view staged_rows
-- Inputs: staged
-- Variables: batch_id, sheet, seen_at
create or replace temp view staged_rows as
with named_lines as (
    select
        *,
        coalesce(line_id, md5(concat_ws('|', title, sku, merchant_code))[:12] || '#' || row_number() over (
            partition by shop, order_id, line_id, title, sku, merchant_code order by row_number
        )) as key
    from staged
    where reason is null
)
select
    shop,
    order_id,
    key as line_id,
    'items' as source,
    item_id,
    coalesce(title, case when item_id is null then merchant_code end) as title,
    sku,
    merchant_code,
    price,
    quantity,
    payable,
    paid,
    status,
    state,
    refund_status,
    refund_state,
    refund_amount,
    created_at,
    paid_at,
    coalesce(rank, 0) as rank,
    getvariable('seen_at')::timestamp as seen_at,
    getvariable('batch_id') as batch_id,
    getvariable('sheet') as sheet,
    row_number
from named_lines
qualify row_number() over (partition by shop, order_id, key order by rank desc nulls last, row_number desc) = 1
