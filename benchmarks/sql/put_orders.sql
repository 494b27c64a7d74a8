-- Title: drawn orders as rows of the order table
-- Grain: order
-- Inputs: drawn (order_no, buyer_no, at in seconds, is_unpaid, phone, address; −1: the pick-up station)
insert into buyer_order by name
select
    '木禾家居店' as shop,
    'o' || order_no as order_id,
    'b' || buyer_no as buyer,
    case when is_unpaid then 'closed' else 'success' end as state,
    is_unpaid,
    timestamp '2026-05-25' + to_seconds("at") as created_at,
    case when not is_unpaid then created_at + interval 5 minute end as paid_at,
    100 as total,
    case when is_unpaid then 0 else 100 end as paid,
    'p' || phone as phone_key,
    'a' || address as address_key,
    4 as rank,
    timestamp '2026-11-25' as seen_at,
    1 as batch_id,
    2 as row_number
from drawn
