-- Title: orders and refunds of a case that came without a number and have one by now
-- Description: a refund's own number was made of its order, and of moment and product as far as its file told them
-- Grain: subject
-- Inputs: case_subject, complaint_case, buyer_order, refund
-- Parameters: $case_id
with subject as (
    select
        s.kind, s.ref_id, s.order_id, c.shop, coalesce(s.buyer, c.buyer) as buyer,
        coalesce(s.order_id, case when s.kind = 'order' then s.ref_id end) as own_id
    from case_subject as s
    join complaint_case as c using (case_id)
    where s.case_id = $case_id and s.dropped_at is null
)
select
    s.kind, s.ref_id, s.buyer, any_value(o.order_id) as order_id,
    case when s.kind = 'order' then any_value(o.order_id) else s.ref_id end as told_ref
from subject as s
join buyer_order as o on o.shop = s.shop and o.buyer = s.buyer
where starts_with(s.own_id, '#') and not starts_with(o.order_id, '#')
    and own_number(o.buyer_shown, coalesce(o.created_at, o.paid_at)::varchar) = s.own_id
group by s.kind, s.ref_id, s.buyer
having count(distinct o.order_id) = 1
union all
select s.kind, s.ref_id, s.buyer, s.order_id, any_value(r.refund_id) as told_ref
from subject as s
join refund as r on r.shop = s.shop and r.order_id = s.order_id
where s.kind = 'refund' and starts_with(s.ref_id, '#') and not starts_with(r.refund_id, '#')
    and s.ref_id in (
        own_refund_number(r.order_id, r.applied_at, r.item_id), own_refund_number(r.order_id, r.applied_at, r.title),
        own_refund_number(r.order_id, r.applied_at, null), own_refund_number(r.order_id, null, r.item_id),
        own_refund_number(r.order_id, null, r.title), own_refund_number(r.order_id, null, null)
    )
group by s.kind, s.ref_id, s.buyer, s.order_id
having count(distinct r.refund_id) = 1
