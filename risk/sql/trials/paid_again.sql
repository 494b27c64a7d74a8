-- Title: unpaid orders that the buyer placed again and paid, within the hours of the setting
-- Grain: shop × order → temp table paid_again
-- Inputs: ordered_line, setting
create or replace temp table paid_again as
with left_unpaid as materialized (
    select shop, order_id, buyer, product, created_at
    from ordered_line
    where (is_unpaid or state = 'waiting') and buyer is not null and product <> ''
)
-- Joined on buyer and product at once: the planner would otherwise pair all orders of a product.
select distinct u.shop, u.order_id
from left_unpaid as u
join ordered_line as p using (shop, buyer, product)
where p.is_paid
    and p.order_id <> u.order_id
    and p.created_at >= u.created_at
    and p.created_at <= u.created_at + to_hours((select value::bigint from setting where name = 'reorder_hours'))
