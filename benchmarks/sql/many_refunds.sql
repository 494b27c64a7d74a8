-- Title: refunds of one line in fourteen, of one buyer in a thousand of every other
-- Grain: refund
-- Inputs: order_line, buyer_order
-- Parameters: $first (orders from this number on)
insert into refund by name
select
    l.shop,
    'r' || l.line_id as refund_id,
    l.order_id,
    l.item_id,
    case hash(l.line_id, 'kind') % 3 when 0 then 'before_dispatch' when 1 then 'refund_only' else 'return' end as kind,
    'success' as state,
    'no_reason' as reason_class,
    100 as amount,
    o.created_at + interval 2 day as applied_at,
    1 as batch_id,
    2 as row_number
from order_line as l
join buyer_order as o using (shop, order_id)
where not o.is_unpaid
    and hash(l.line_id) % (case when o.buyer[2:]::bigint % 1000 = 2 then 2 else 14 end)::ubigint = 0
    and l.order_id[2:]::bigint >= $first
