-- Title: paid lines taken back before dispatch that the buyer ordered again and kept, within the hours of the setting
-- Description: a colour, a size or an address was put right: the shop sold what it had sold. Kept: paid, not closed,
--              and as far as anybody knows not refunded.
-- Grain: shop × order × line → temp table bought_again
-- Inputs: asked_order, told_line, told_refund, setting
create or replace temp table bought_again as
with taken_back as materialized (
    select o.shop, o.buyer, o.order_id, o.created_at, told.line_id, told.product
    from asked_order as o
    join (from told_refund where is_hit and kind = 'before_dispatch' and product <> '') as told using (shop, order_id)
    where o.buyer is not null
),
-- few, so that the lines of hardly any order are looked at
pairs as materialized (
    select t.shop, t.order_id, t.line_id, t.product, o.order_id as again_id
    from taken_back as t
    join asked_order as o using (shop, buyer)
    where o.order_id <> t.order_id
        and o.created_at >= t.created_at
        and o.created_at <= t.created_at
            + to_hours((select value::bigint from setting where name = 'reorder_hours'))
        and was_paid(o.paid_at, o.is_unpaid, o.state)
        and o.state is distinct from 'closed'
        and coalesce(o.refund_amount, 0) = 0
),
kept as materialized (
    select l.shop, l.order_id, l.product
    from told_line as l
    semi join (select shop, again_id as order_id from pairs) as looked_at using (shop, order_id)
    left join told_refund as told using (shop, order_id, line_id)
    where told.is_hit is not true and coalesce(l.refund_state, 'none') in ('none', 'closed')
)
select distinct p.shop, p.order_id, p.line_id
from pairs as p
join kept as k on k.shop = p.shop and k.order_id = p.again_id and k.product = p.product
