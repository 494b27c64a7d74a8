-- Title: refunds as they will be after this file
-- Description: as merge_orders.sql
-- Grain: shop × refund → temp table merged
-- Inputs: staged_rows, before
create or replace temp table merged as
with paired as (
    select
        s.*,
        before,
        before.refund_id is null
            or s.rank > before.rank
            or (s.rank = before.rank and coalesce(s.seen_at, timestamp '1970-01-01')
                >= coalesce(before.seen_at, timestamp '1970-01-01')) as wins
    from staged_rows as s
    left join before using (shop, refund_id)
)
select
    shop,
    refund_id,
    pick(wins, order_id, before.order_id) as order_id,
    pick(wins, buyer, before.buyer) as buyer,
    pick(wins, item_id, before.item_id) as item_id,
    pick(wins, title, before.title) as title,
    pick(wins, kind, before.kind) as kind,
    pick(wins, status, before.status) as status,
    pick(wins, state, before.state) as state,
    pick(wins, reason, before.reason) as reason,
    pick(wins, reason_class, before.reason_class) as reason_class,
    pick(wins, fault, before.fault) as fault,
    pick(wins, explanation, before.explanation) as explanation,
    pick(wins, amount, before.amount) as amount,
    pick(wins, to_buyer, before.to_buyer) as to_buyer,
    pick(wins, order_paid, before.order_paid) as order_paid,
    pick(wins, is_partial, before.is_partial) as is_partial,
    pick(wins, goods_state, before.goods_state) as goods_state,
    pick(wins, phase, before.phase) as phase,
    pick(wins, intervention, before.intervention) as intervention,
    pick(wins, return_tracking_no, before.return_tracking_no) as return_tracking_no,
    pick(wins, return_courier, before.return_courier) as return_courier,
    pick(wins, seller_note, before.seller_note) as seller_note,
    pick(wins, applied_at, before.applied_at) as applied_at,
    pick(wins, finished_at, before.finished_at) as finished_at,
    greatest(rank, before.rank) as rank,
    greatest(seen_at, before.seen_at) as seen_at,
    pick(wins, batch_id, before.batch_id) as batch_id,
    case when wins then sheet else before.sheet end as sheet,
    pick(wins, row_number, before.row_number) as row_number
from paired
