-- Title: staged review rows, one a review
-- Description: of several rows the last
-- Grain: shop × review → temp view staged_rows
-- Inputs: staged
-- Variables: batch_id, sheet, seen_at
create or replace temp view staged_rows as
select
    shop,
    review_id,
    order_id,
    line_id,
    buyer,
    buyer_shown,
    item_id,
    title,
    sku,
    rating,
    stars,
    text,
    followup,
    reply,
    is_default,
    created_at,
    followup_at,
    0 as rank,
    getvariable('seen_at')::timestamp as seen_at,
    getvariable('batch_id') as batch_id,
    getvariable('sheet') as sheet,
    row_number
from staged
where reason is null
qualify row_number() over (partition by shop, review_id order by row_number desc) = 1
