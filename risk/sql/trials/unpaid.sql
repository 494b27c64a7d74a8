-- Title: chances to leave an order unpaid
-- Description: an order placed. It is a hit when it was closed without payment. Not counted: an order that was
--              ordered again and paid within a day, one that the shop closed for lack of stock, one whose time to
--              pay has not run out.
-- Grain: shop × order × product → trial; an order of k products weighs 1/k in each
-- Inputs: ordered_line, setting
insert into trial by name
with hours as (
    select
        max(value::bigint) filter (name = 'payment_hours') as payment,
        max(value::bigint) filter (name = 'reorder_hours') as reorder
    from setting
),
left_unpaid as materialized (
    select shop, order_id, buyer, product, created_at
    from ordered_line
    where (is_unpaid or state = 'waiting') and buyer is not null and product <> ''
),
-- Joined on buyer and product at once: the planner would otherwise pair all orders of a product.
paid_again as materialized (
    select distinct u.shop, u.order_id
    from left_unpaid as u
    join ordered_line as p using (shop, buyer, product)
    cross join hours
    where p.paid_at is not null
        and p.order_id <> u.order_id
        and p.created_at >= u.created_at
        and p.created_at <= u.created_at + to_hours(hours.reorder)
),
chances as (
    select *, 1.0::double as weight
    from ordered_line
    where lines = 1
    union all
    select *, 1.0 / count(*) over (partition by shop, order_id) as weight
    from (
        select distinct on (shop, order_id, product) *
        from ordered_line
        where lines > 1
        order by shop, order_id, product, line_id
    ) as products
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
        when chances.state = 'waiting' and chances.created_at + to_hours(hours.payment) > chances.seen_at
            then 'payment_window'
    end as why_not,
    why_not is null as is_counted,
    chances.order_total as amount
from chances
cross join hours
left join paid_again using (shop, order_id)
