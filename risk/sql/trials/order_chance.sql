-- Title: chances to leave an order unpaid, and to ask for a refund
-- Description: An order placed is a chance to leave it unpaid, a hit when it was closed without payment. Not counted:
--              an order that was ordered again and paid within a day, one that the shop closed for lack of stock, one
--              whose time to pay has not run out, one of which no export tells whether it was paid. A paid line is a chance to ask for a refund. Where no refund export
--              speaks of an order, the item report's refund state decides, else whether the paid order was closed.
-- Grain: shop × order × line → order_chance
-- Inputs: ordered_line, paid_again, told_refund, setting
-- Source of rule: 交易关闭 after payment = refunded (formats of the order report)
insert into order_chance by name
select
    o.shop,
    o.buyer,
    o.product,
    o.title,
    o.order_id,
    o.line_id,
    o.created_at as at,
    o.order_weight,
    coalesce(o.is_unpaid, false) or o.state is not distinct from 'waiting' as is_unpaid,
    case
        when o.is_unpaid is null then 'payment_unknown'
        when paid_again.order_id is not null then 'reordered'
        when o.is_unpaid and contains(o.close_reason, '缺货') then 'out_of_stock'
        when o.state = 'waiting' and o.seen_at < o.created_at
            + to_hours((select value::bigint from setting where name = 'payment_hours')) then 'payment_window'
    end as unpaid_why_not,
    o.order_total,
    o.is_paid,
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
    end as refund_why_not,
    coalesce(told.amount, o.refund_amount, case when o.lines = 1 then o.order_refund end, 0) as refund_amount
from ordered_line as o
left join paid_again using (shop, order_id)
left join told_refund as told using (shop, order_id, line_id)
