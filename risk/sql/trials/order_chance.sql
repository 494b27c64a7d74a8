-- Title: chances to leave an order unpaid, and to ask for a refund
-- Description: An order placed is a chance to leave it unpaid, a hit when it was closed without payment. Not counted:
--              an order that was ordered again and paid within a day, one that the shop closed for lack of stock, one
--              whose time to pay has not run out, one of which no export tells whether it was paid. A paid line is a
--              chance to ask for a refund. Where no refund export speaks of an order, the item report's refund state
--              decides, else whether the paid order was closed: then its lines are one chance together, since they
--              were closed together. What a refund export does not speak of it tells of, too: nobody asked. Not
--              counted: what the shop is at fault for, and what was taken back before dispatch to order it anew.
-- Grain: shop × order × line → order_chance
-- Inputs: asked_order, told_line, several, paid_again, told_refund, bought_again, refund, setting
-- Source of rule: 交易关闭 after payment = refunded (formats of the order report)
insert into order_chance by name
with exporting as (
    select distinct shop, true as tells_of_lines from refund
),
ordered_line as (
    -- an order that no line is told of stands as one line without a title
    select
        o.shop, o.order_id, o.buyer, o.created_at, o.paid_at, o.seen_at, o.state, o.is_unpaid, o.close_reason,
        coalesce(o.total, o.payable) as order_total,
        o.refund_amount as order_refund,
        was_paid(o.paid_at, o.is_unpaid, o.state) as is_paid,
        coalesce(l.line_id, '') as line_id,
        coalesce(l.product, '') as product,
        l.title,
        coalesce(several.lines, 1) as lines,
        case when several.lines is null then 1 else several.order_weight end as order_weight,
        l.refund_state,
        l.refund_amount
    from asked_order as o
    left join told_line as l using (shop, order_id)
    left join several on several.shop = o.shop and several.order_id = o.order_id and several.line_id = l.line_id
)
select
    o.shop,
    o.buyer,
    o.product,
    o.title,
    o.order_id,
    o.line_id,
    -- exports without the column tell at least when it was paid
    coalesce(o.created_at, o.paid_at) as at,
    o.order_weight,
    coalesce(o.is_unpaid, false) or o.state is not distinct from 'waiting' as is_unpaid,
    case
        when o.state = 'waiting' and o.seen_at < o.created_at
            + to_hours((select value::bigint from setting where name = 'payment_hours')) then 'payment_window'
        when o.is_unpaid is null then 'payment_unknown'
        when paid_again.order_id is not null then 'reordered'
        when o.is_unpaid and contains(o.close_reason, '缺货') then 'out_of_stock'
    end as unpaid_why_not,
    o.order_total,
    o.is_paid,
    case
        when not o.is_paid then null
        when told.order_id is null and o.refund_state is null and (o.state = 'closed' or tells_of_lines is null)
            then 1 / o.lines
        else 1
    end as refund_weight,
    told.refund_id,
    told.kind as refund_kind,
    coalesce(
        case
            when told.order_id is not null then told.is_hit
            when o.refund_state is not null then o.refund_state in ('success', 'open', 'refused')
            when o.state = 'closed' then true
            else o.lines = 1 and o.order_refund > 0
        end,
        false
    ) as is_refunded,
    case
        when told.is_shop_fault and not told.is_hit then 'shop_fault'
        when told.order_id is null and o.state = 'closed' and contains(o.close_reason, '缺货') then 'shop_fault'
        when bought_again.order_id is not null then 'reordered'
    end as refund_why_not,
    coalesce(told.amount, o.refund_amount, case when o.lines = 1 then o.order_refund end, 0) as refund_amount
from ordered_line as o
left join paid_again using (shop, order_id)
left join told_refund as told using (shop, order_id, line_id)
left join bought_again using (shop, order_id, line_id)
left join exporting using (shop)
