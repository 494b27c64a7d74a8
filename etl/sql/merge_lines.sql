-- Title: order lines as they will be after this file
-- Description: as merge_orders.sql; a refund state counts as further along than none
-- Grain: shop × order × line → temp table merged
-- Inputs: staged_rows, before
create or replace temp table merged as
with paired as (
    select
        s.*,
        before,
        before.line_id is null
            or s.rank > before.rank
            or (s.rank = before.rank and coalesce(s.seen_at, timestamp '1970-01-01')
                >= coalesce(before.seen_at, timestamp '1970-01-01')) as wins
    from staged_rows as s
    left join before using (shop, order_id, line_id)
)
select
    shop,
    order_id,
    line_id,
    source,
    pick(wins, item_id, before.item_id) as item_id,
    pick(wins, title, before.title) as title,
    pick(wins, sku, before.sku) as sku,
    pick(wins, merchant_code, before.merchant_code) as merchant_code,
    pick(wins, price, before.price) as price,
    pick(wins, quantity, before.quantity) as quantity,
    pick(wins, payable, before.payable) as payable,
    pick(wins, paid, before.paid) as paid,
    pick(wins, status, before.status) as status,
    pick(wins, state, before.state) as state,
    pick(wins, refund_status, before.refund_status) as refund_status,
    pick(wins, refund_state, before.refund_state) as refund_state,
    pick(wins, refund_amount, before.refund_amount) as refund_amount,
    pick(wins, created_at, before.created_at) as created_at,
    pick(wins, paid_at, before.paid_at) as paid_at,
    greatest(rank, before.rank) as rank,
    greatest(seen_at, before.seen_at) as seen_at,
    pick(wins, batch_id, before.batch_id) as batch_id,
    case when wins then sheet else before.sheet end as sheet,
    pick(wins, row_number, before.row_number) as row_number
from paired
