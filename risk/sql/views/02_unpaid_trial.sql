-- Title: chances to leave an order unpaid
-- Description: an order placed. It is a hit when it was closed without payment. Not counted: an order that was
--              ordered again and paid within a day, one that the shop closed for lack of stock, one whose time to
--              pay has not run out.
-- Grain: shop × order × product; an order of k products weighs 1/k in each
-- Inputs: buyer_order, line, setting
create or replace view unpaid_trial as
with products as (
    select shop, order_id, product, any_value(title) as title from line group by shop, order_id, product
),
weighed as (
    select *, 1.0 / count(*) over (partition by shop, order_id) as weight from products
),
placed as (
    select
        o.shop, o.order_id, o.buyer, o.created_at, o.paid_at, o.state, o.is_unpaid, o.close_reason, o.total, o.payable,
        o.state = 'waiting' and o.created_at + to_hours((select value::bigint from setting where name = 'payment_hours'))
            > o.seen_at as is_waiting
    from buyer_order as o
),
left_unpaid as materialized (
    select shop, order_id, buyer, product, created_at
    from placed join weighed using (shop, order_id)
    where (is_unpaid or state = 'waiting') and buyer is not null
),
-- Materialized, and joined on buyer and product at once: the planner would otherwise pair all orders of a product.
paid_lines as materialized (
    select shop, order_id, buyer, product, created_at
    from placed join weighed using (shop, order_id)
    where paid_at is not null and buyer is not null and product <> ''
),
paid_again as materialized (
    select distinct u.shop, u.order_id
    from left_unpaid as u
    join paid_lines as p using (shop, buyer, product)
    where p.order_id <> u.order_id
        and p.created_at >= u.created_at
        and p.created_at <= u.created_at + to_hours((select value::bigint from setting where name = 'reorder_hours'))
)
select
    placed.shop,
    placed.buyer,
    'unpaid' as signal,
    weighed.product,
    weighed.title,
    placed.order_id,
    placed.order_id as ref_id,
    placed.created_at as at,
    weighed.weight,
    placed.is_unpaid or placed.state = 'waiting' as is_hit,
    case
        when paid_again.order_id is not null then 'reordered'
        when placed.is_unpaid and contains(placed.close_reason, '缺货') then 'out_of_stock'
        when placed.is_waiting then 'payment_window'
    end as why_not,
    why_not is null as is_counted,
    coalesce(placed.total, placed.payable) as amount
from placed
join weighed using (shop, order_id)
left join paid_again using (shop, order_id)
