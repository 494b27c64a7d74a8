-- Title: what buyers did that a case could be about
-- Description: the hits of the verdicts; a refund that only an order report tells of stands as its order. In a case
--              already: named, for the platform takes one complaint an order.
-- Grain: signal × order, refund or review
-- Inputs: trial, refund, case_subject, complaint_case
-- Parameters: $shop, $buyers
with hits as (
    select
        signal, order_id, ref_id, buyer, min("at") as at, string_agg(distinct title, '、' order by title) as title,
        any_value(amount) as amount
    from trial
    where shop = $shop and buyer in (select unnest($buyers::varchar[])) and is_hit and is_counted
    group by signal, order_id, ref_id, buyer
),
named as (
    select
        hits.* exclude (ref_id),
        case
            when signal = 'review' then 'review'
            when signal = 'refund' and refund.refund_id is not null then 'refund'
            else 'order'
        end as kind,
        case when signal = 'refund' and refund.refund_id is null then hits.order_id else hits.ref_id end as ref_id,
        coalesce(refund.applied_at, hits."at") as happened_at
    from hits
    left join refund on signal = 'refund' and refund.shop = $shop and refund.refund_id = hits.ref_id
),
taken as (
    select s.kind, s.ref_id, string_agg(s.case_id, ', ' order by s.case_id) as also_in
    from case_subject as s
    join complaint_case as c using (case_id)
    where c.shop = $shop and s.dropped_at is null and c.stage <> 'dropped'
    group by s.kind, s.ref_id
)
select distinct on (named.kind, named.ref_id) named.*, taken.also_in
from named
left join taken using (kind, ref_id)
order by named.kind, named.ref_id, named.happened_at
