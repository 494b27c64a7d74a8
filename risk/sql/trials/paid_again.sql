-- Title: unpaid orders that the buyer placed again and paid, within the hours of the setting
-- Grain: shop × order → temp table paid_again
-- Inputs: asked_order, told_line, setting
create or replace temp table paid_again as
with left_unpaid as (
    select
        shop, buyer, order_id, created_at,
        created_at + to_hours((select value::bigint from setting where name = 'reorder_hours')) as until
    from asked_order
    where (is_unpaid or state = 'waiting') and buyer is not null
),
paid as (
    select shop, buyer, order_id, created_at
    from asked_order
    where was_paid(paid_at, is_unpaid, state) and buyer is not null
),
-- few, so that the lines of hardly any order are looked at
pairs as materialized (
    select u.shop, u.order_id, p.order_id as paid_id
    from left_unpaid as u
    join paid as p using (shop, buyer)
    where p.order_id <> u.order_id
        and p.created_at >= u.created_at
        and p.created_at <= u.until
),
products as materialized (
    select shop, order_id, product
    from told_line
    semi join (select shop, order_id from pairs union select shop, paid_id from pairs) as looked_at
        using (shop, order_id)
    where product <> ''
),
-- on its own: the planner would otherwise pair all lines of a product
left_products as materialized (
    select pairs.shop, pairs.order_id, pairs.paid_id, products.product from pairs join products using (shop, order_id)
)
select distinct u.shop, u.order_id
from left_products as u
join products as p on p.shop = u.shop and p.order_id = u.paid_id and p.product = u.product
