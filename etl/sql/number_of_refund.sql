-- Title: the number that a file tells of a refund that came without one
-- Description: of the same order, moment and product as far as both say; where several could be meant, nothing is told
-- Grain: shop × refund without a number → temp table number_of_refund
-- Inputs: refund, staged
create or replace temp table number_of_refund as
with told as (
    select r.shop, r.refund_id as own_id, any_value(s.refund_id) as refund_id
    from refund as r
    join staged as s
        on s.order_id = r.order_id and s.reason is null and (s.shop is null or r.shop in (s.shop, ''))
        and may_be_one(s.applied_at, r.applied_at) and may_be_one(s.item_id, r.item_id)
        and may_be_one(s.title, r.title)
    where starts_with(r.refund_id, '#')
    group by r.shop, r.refund_id
    having count(distinct s.refund_id) = 1
)
select * from told
anti join refund using (shop, refund_id)
qualify count(*) over (partition by shop, refund_id) = 1
