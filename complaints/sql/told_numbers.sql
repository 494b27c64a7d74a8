-- Title: orders of a case that came without a number and have one by now
-- Grain: subject
-- Inputs: case_subject, complaint_case, buyer_order
-- Parameters: $case_id
with waiting as (
    select
        s.kind, s.ref_id, c.shop, coalesce(s.buyer, c.buyer) as buyer,
        coalesce(s.order_id, case when s.kind = 'order' then s.ref_id end) as own_id
    from case_subject as s
    join complaint_case as c using (case_id)
    where s.case_id = $case_id and s.dropped_at is null and starts_with(own_id, '#')
)
select w.kind, w.ref_id, w.buyer, any_value(o.order_id) as order_id
from waiting as w
join buyer_order as o on o.shop = w.shop and o.buyer = w.buyer
where not starts_with(o.order_id, '#')
    and own_number(o.buyer_shown, coalesce(o.created_at, o.paid_at)::varchar) = w.own_id
group by w.kind, w.ref_id, w.buyer
having count(distinct o.order_id) = 1
