-- Title: orders of a shop of any size, made in the database
-- Description: numbers of orders a buyer are skewed; one order in sixteen is closed without payment, of one buyer in a
--              thousand every other
-- Grain: order
-- Parameters: $first, $last (order numbers, the latter not included), $buyers
insert into buyer_order by name
with placed as (
    select n, floor($buyers * pow(hash(n, 'buyer') % 1000000007 / 1000000007, 1.3))::bigint as who
    from range($first::bigint, $last::bigint) as numbers(n)
)
select
    '木禾家居店' as shop,
    'o' || n as order_id,
    'b' || who as buyer,
    hash(n, 'unpaid') % (case when who % 1000 = 1 then 2 else 16 end)::ubigint = 0 as is_unpaid,
    case when is_unpaid then 'closed' else 'success' end as state,
    timestamp '2026-01-01' + to_seconds((hash(n, 'second') % 28000000)::bigint) as created_at,
    case when not is_unpaid then created_at + interval 5 minute end as paid_at,
    100 as total,
    case when is_unpaid then 0 else 100 end as paid,
    'p' || buyer as phone_key,
    4 as rank,
    timestamp '2026-12-01' as seen_at,
    1 as batch_id,
    2 as row_number
from placed
