-- Title: what was ordered
-- Description: an order that no line is told of stands as one line without a title
-- Grain: shop × order × line → temp table ordered_line
-- Inputs: asked_order, told_line, several
create or replace temp table ordered_line as
select
    o.shop, o.order_id, o.buyer, o.created_at, o.paid_at, o.seen_at, o.state, o.is_unpaid, o.close_reason,
    coalesce(o.total, o.payable) as order_total,
    o.refund_amount as order_refund,
    coalesce(o.paid_at is not null or (not o.is_unpaid and o.state in ('paid', 'shipped', 'success', 'closed')), false)
        as is_paid,
    coalesce(l.line_id, '') as line_id,
    coalesce(l.product, '') as product,
    l.title,
    coalesce(several.lines, 1) as lines,
    case when several.lines is null then 1 else several.order_weight end as order_weight,
    case when l.line_id is null then o.paid else l.paid end as paid,
    l.refund_state,
    l.refund_amount
from asked_order as o
left join told_line as l using (shop, order_id)
left join several on several.shop = o.shop and several.order_id = o.order_id and several.line_id = l.line_id
