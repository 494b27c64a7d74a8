-- Title: orders as they will be after this file
-- Description: the row further along wins, of two equally far the newer one; what the winner does not know is kept
--              from the other, so a file with fewer columns loses nothing.
-- Grain: shop × order → temp table merged
-- Inputs: staged_rows, before (the orders of the table that this file speaks of)
create or replace temp table merged as
with paired as (
    select
        s.* exclude (seen_at),
        s.seen_at,
        before,
        before.order_id is null
            or s.rank > before.rank
            or (s.rank = before.rank and coalesce(s.seen_at, timestamp '1970-01-01')
                >= coalesce(before.seen_at, timestamp '1970-01-01')) as wins
    from staged_rows as s
    left join before using (shop, order_id)
)
select
    shop,
    order_id,
    pick(wins, buyer, before.buyer) as buyer,
    pick(wins, buyer_shown, before.buyer_shown) as buyer_shown,
    pick(wins, status, before.status) as status,
    pick(wins, state, before.state) as state,
    case when wins then is_unpaid else before.is_unpaid end and coalesce(paid_at, before.paid_at) is null as is_unpaid,
    pick(wins, created_at, before.created_at) as created_at,
    pick(wins, paid_at, before.paid_at) as paid_at,
    pick(wins, shipped_at, before.shipped_at) as shipped_at,
    pick(wins, finished_at, before.finished_at) as finished_at,
    pick(wins, payable, before.payable) as payable,
    pick(wins, postage, before.postage) as postage,
    pick(wins, total, before.total) as total,
    pick(wins, paid, before.paid) as paid,
    pick(wins, received, before.received) as received,
    pick(wins, refund_amount, before.refund_amount) as refund_amount,
    pick(wins, close_reason, before.close_reason) as close_reason,
    pick(wins, title, before.title) as title,
    pick(wins, kinds, before.kinds) as kinds,
    pick(wins, quantity, before.quantity) as quantity,
    pick(wins, buyer_note, before.buyer_note) as buyer_note,
    pick(wins, seller_note, before.seller_note) as seller_note,
    pick(wins, courier, before.courier) as courier,
    pick(wins, tracking_no, before.tracking_no) as tracking_no,
    pick(wins, receiver_shown, before.receiver_shown) as receiver_shown,
    pick(wins, phone_shown, before.phone_shown) as phone_shown,
    pick(wins, region, before.region) as region,
    pick(wins, phone_key, before.phone_key) as phone_key,
    pick(wins, alipay_key, before.alipay_key) as alipay_key,
    pick(wins, address_key, before.address_key) as address_key,
    greatest(rank, before.rank) as rank,
    greatest(seen_at, before.seen_at) as seen_at,
    pick(wins, batch_id, before.batch_id) as batch_id,
    case when wins then sheet else before.sheet end as sheet,
    pick(wins, row_number, before.row_number) as row_number
from paired
