-- Title: staged refund rows, one a refund number
-- Description: of several rows the one furthest along, of equals the last
-- Grain: shop × refund → temp view staged_rows
-- Inputs: staged
-- Variables: batch_id, sheet, seen_at
create or replace temp view staged_rows as
select
    shop,
    refund_id,
    order_id,
    buyer,
    item_id,
    title,
    kind,
    status,
    state,
    reason_text as reason,
    reason_class,
    fault,
    explanation,
    amount,
    to_buyer,
    order_paid,
    is_partial,
    goods_state,
    phase,
    intervention,
    return_tracking_no,
    return_courier,
    seller_note,
    applied_at,
    finished_at,
    coalesce(rank, 0) as rank,
    getvariable('seen_at')::timestamp as seen_at,
    getvariable('batch_id') as batch_id,
    getvariable('sheet') as sheet,
    row_number
from staged
where staged.reason is null
qualify row_number() over (partition by shop, refund_id order by rank desc nulls last, row_number desc) = 1
