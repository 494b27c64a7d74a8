-- Title: lines as far as an order report tells them
-- Description: one line for each title and sku of an order; where the export has no title, the item id stands for it.
--              Several titles joined in one cell are parted only where the number of parts is the number of kinds that
--              the export gives; a title may hold the comma itself.
-- Grain: shop × order × line → temp view staged_rows
-- Inputs: staged, repeated
-- Variables: batch_id, sheet, seen_at
create or replace temp view staged_rows as
-- not materialized: all rows would be copied, to be read three times
with titled as not materialized (
    select
        * replace (coalesce(title, item_id) as title),
        case when kinds > 1 then len(string_split(title, '，')) = kinds else false end as is_joined
    from staged
    where reason is null and coalesce(title, item_id) is not null
),
-- nearly all orders: one row, one title
plain as (
    select *, title as part, 1 as of_order, 1 as place
    from titled
    anti join repeated using (shop, order_id)
    where not is_joined
),
others as (
    select *, count(*) over (partition by shop, order_id) as copies
    from (from titled semi join repeated using (shop, order_id)
        union all
        from titled anti join repeated using (shop, order_id) where is_joined)
),
parted as (
    select *, unnest(case when copies = 1 and is_joined then string_split(title, '，') else [title] end) as part
    from others
),
told_apart as (
    select distinct on (shop, order_id, line_id, part, sku) *, count(*) over (partition by shop, order_id) as of_order
    from parted
    order by shop, order_id, line_id, part, sku, rank desc nulls last, row_number desc
),
lines as (
    from plain
    union all by name
    select *, row_number() over (partition by shop, order_id order by part, sku) as place from told_apart
)
select
    shop,
    order_id,
    coalesce(line_id, 'o' || place) as line_id,
    'orders' as source,
    item_id,
    part as title,
    sku,
    merchant_code,
    null::decimal(18, 2) as price,
    case when of_order = 1 then quantity end as quantity,
    case when of_order = 1 then payable end as payable,
    case when of_order = 1 then paid end as paid,
    status,
    state,
    refund_status,
    -- a bare no; but a paid order that was closed was paid back, whatever a column says
    coalesce(refund_state, case when is_not_refunded and state is distinct from 'closed' then 'none' end)
        as refund_state,
    null::decimal(18, 2) as refund_amount,
    created_at,
    paid_at,
    coalesce(rank, 0) as rank,
    getvariable('seen_at')::timestamp as seen_at,
    getvariable('batch_id') as batch_id,
    getvariable('sheet') as sheet,
    row_number
from lines
