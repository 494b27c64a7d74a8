-- Title: unpaid orders without a time that may have been placed again and paid
-- Description: of each product as many as the buyer paid for: where no export tells when an order was placed, nobody can
--              say that it was not. None where the setting has every order count.
-- Grain: shop × order → paid_again
-- Inputs: asked_order, told_line, setting
insert into paid_again
with undated as (
    select shop, buyer, order_id, false as is_paid
    from asked_order
    where
        created_at is null
        and (is_unpaid or state = 'waiting')
        and not was_paid(paid_at, is_unpaid, state)
        and contains(close_reason, '缺货') is not true
        and buyer is not null
        and (select value from setting where name = 'reorder_hours') > 0
),
theirs as materialized (
    from undated
    union all
    select shop, buyer, order_id, true
    from asked_order
    semi join undated using (shop, buyer)
    where was_paid(paid_at, is_unpaid, state)
),
lines as materialized (
    select shop, order_id, product from told_line semi join theirs using (shop, order_id)
),
bought as (
    select distinct shop, buyer, order_id, is_paid, coalesce(product, '') as product
    from theirs
    left join lines using (shop, order_id)
),
placed as (
    select
        shop, order_id, is_paid,
        row_number() over (partition by shop, buyer, product, is_paid order by order_id) as place,
        count(*) filter (is_paid) over (partition by shop, buyer, product) as paid
    from bought
)
select distinct shop, order_id, 'undated'
from placed
where not is_paid and place <= paid
