-- Title: the number that a file tells of a refund that came without one
-- Description: of the same order, moment and product as far as both say; of several the one that says most of the
--              same, and where all say as much, one after the other
-- Grain: shop × refund without a number → temp table number_of_refund
-- Inputs: refund, staged
create or replace temp table number_of_refund as
with pairs as (
    select distinct
        r.shop, r.refund_id as own_id, s.refund_id,
        r.item_id is distinct from s.item_id and r.title is distinct from s.title as is_vague,
        r.amount is distinct from s.amount as differs,
        abs(
            dense_rank() over (partition by r.shop, r.order_id order by r.refund_id)
            - dense_rank() over (partition by r.shop, r.order_id order by s.refund_id)
        ) as apart
    from refund as r
    join staged as s
        on s.order_id = r.order_id and s.reason is null and (s.shop is null or r.shop in (s.shop, ''))
        and may_be_one(s.applied_at, r.applied_at) and may_be_one(s.item_id, r.item_id)
        and may_be_one(s.title, r.title)
    where starts_with(r.refund_id, '#')
)
select shop, own_id, refund_id from pairs
anti join refund using (shop, refund_id)
qualify
    row_number() over (partition by shop, own_id order by is_vague, differs, apart, refund_id) = 1
    and row_number() over (partition by shop, refund_id order by is_vague, differs, apart, own_id) = 1
