-- Title: reviews of one line in five, one in thirty of them bad, of one buyer in a thousand every other
-- Grain: review
-- Inputs: order_line, buyer_order
-- Parameters: $first (orders from this number on)
insert into review by name
select
    l.shop,
    'v' || l.line_id as review_id,
    l.order_id,
    l.line_id,
    o.buyer,
    l.item_id,
    case
        when hash(l.line_id, 'bad') % (case when o.buyer[2:]::bigint % 1000 = 3 then 2 else 30 end)::ubigint = 0 then 'bad'
        else 'good'
    end as rating,
    false as is_default,
    o.created_at + interval 9 day as created_at,
    1 as batch_id,
    2 as row_number
from order_line as l
join buyer_order as o using (shop, order_id)
where not o.is_unpaid and hash(l.line_id, 'review') % 5 = 0 and l.order_id[2:]::bigint >= $first
