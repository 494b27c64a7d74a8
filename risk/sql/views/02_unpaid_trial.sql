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
-- nearly all orders are of one product: counting the others costs a tenth of a window over all
several as (
    select shop, order_id, count(*) as products from products group by shop, order_id having count(*) > 1
),
weighed as (
    select products.*, 1.0 / coalesce(several.products, 1) as weight
    from products
    left join several using (shop, order_id)
),
placed as (
    select
        o.shop, o.order_id, o.buyer, o.created_at, o.paid_at, o.state, o.is_unpaid, o.close_reason, o.total, o.payable,
        o.state = 'waiting' and o.created_at + to_hours((select value::bigint from setting where name = 'payment_hours'))
            > o.seen_at as is_waiting
    from buyer_order as o
),
chances as materialized (
    from placed join weighed using (shop, order_id)
),
left_unpaid as materialized (
    select shop, order_id, buyer, product, created_at
    from chances
    where (is_unpaid or state = 'waiting') and buyer is not null
),
-- Materialized, and joined on buyer and product at once: the planner would otherwise pair all orders of a product.
paid_lines as materialized (
    select shop, order_id, buyer, product, created_at
    from chances
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
    chances.shop,
    chances.buyer,
    'unpaid' as signal,
    chances.product,
    chances.title,
    chances.order_id,
    chances.order_id as ref_id,
    chances.created_at as at,
    chances.weight,
    chances.is_unpaid or chances.state is not distinct from 'waiting' as is_hit,
    case
        when paid_again.order_id is not null then 'reordered'
        when chances.is_unpaid and contains(chances.close_reason, '缺货') then 'out_of_stock'
        when chances.is_waiting then 'payment_window'
    end as why_not,
    why_not is null as is_counted,
    coalesce(chances.total, chances.payable) as amount
from chances
left join paid_again using (shop, order_id)
