-- Title: reviews as they will be after this file
-- Description: as merge_orders.sql; a buyer may turn a bad review into a good one, so the newer file wins
-- Grain: shop × review → temp table merged
-- Inputs: staged_rows, before
create or replace temp table merged as
with paired as (
    select
        s.*,
        before,
        before.review_id is null
            or coalesce(s.seen_at, timestamp '1970-01-01') >= coalesce(before.seen_at, timestamp '1970-01-01') as wins
    from staged_rows as s
    left join before using (shop, review_id)
)
select
    shop,
    review_id,
    pick(wins, order_id, before.order_id) as order_id,
    pick(wins, line_id, before.line_id) as line_id,
    pick(wins, buyer, before.buyer) as buyer,
    pick(wins, buyer_shown, before.buyer_shown) as buyer_shown,
    pick(wins, item_id, before.item_id) as item_id,
    pick(wins, title, before.title) as title,
    pick(wins, sku, before.sku) as sku,
    pick(wins, rating, before.rating) as rating,
    pick(wins, stars, before.stars) as stars,
    pick(wins, text, before.text) as text,
    pick(wins, followup, before.followup) as followup,
    pick(wins, reply, before.reply) as reply,
    pick(wins, is_default, before.is_default) as is_default,
    pick(wins, created_at, before.created_at) as created_at,
    pick(wins, followup_at, before.followup_at) as followup_at,
    rank,
    greatest(seen_at, before.seen_at) as seen_at,
    pick(wins, batch_id, before.batch_id) as batch_id,
    case when wins then sheet else before.sheet end as sheet,
    pick(wins, row_number, before.row_number) as row_number
from paired
