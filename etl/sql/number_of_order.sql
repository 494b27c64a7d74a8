-- Title: the number that a file tells of an order that came without one
-- Description: of the same buyer, masked or not, and second; where several could be meant, nothing is told
-- Grain: shop × order without a number → temp table number_of_order
-- Inputs: buyer_order, staged
create or replace temp table number_of_order as
with told as (
    select o.shop, o.order_id as own_id, any_value(s.order_id) as order_id
    from buyer_order as o
    join staged as s
        on s.buyer_shown = o.buyer_shown and s.reason is null and (s.shop is null or o.shop in (s.shop, ''))
        and case when s.created_at is not null and o.created_at is not null then s.created_at = o.created_at
            else s.paid_at = o.paid_at end
    where starts_with(o.order_id, '#')
    group by o.shop, o.order_id
    having count(distinct s.order_id) = 1
)
select * from told
anti join buyer_order using (shop, order_id)
qualify count(*) over (partition by shop, order_id) = 1
