-- Title: what happened with one buyer, in order of time
-- Description: a refund that only the order report tells of has no time of its own: it stands at its order's, once for
--              all lines that were closed together
-- Grain: order | refund | review
-- Inputs: buyer_order, refund, review, trial
-- Parameters: $shop, $buyer
with mine as (
    select *, coalesce(created_at, paid_at) as ordered_at from buyer_order where shop = $shop and buyer = $buyer
),
ours as (
    select distinct order_id from trial where shop = $shop and buyer = $buyer and why_not = 'shop_fault'
)
select
    'order' as lane, order_id, ordered_at as at, ordered_at, title, total::double as amount,
    case
        when is_unpaid is null then 'payment_unknown'
        when is_unpaid or state = 'waiting' then 'unpaid'
        else 'paid'
    end as kind,
    status as detail
from mine
union all
select
    'refund', r.order_id, r.applied_at, mine.ordered_at, r.title, coalesce(r.to_buyer, r.amount)::double,
    case
        when r.order_id in (select order_id from ours) then 'shop_fault'
        when r.state = 'closed' then 'withdrawn'
        when r.kind = 'refund_only' then 'refund_only'
        else 'other_refund'
    end, r.reason
from refund as r
join mine using (shop, order_id)
union all
select
    'refund', t.order_id, mine.ordered_at, mine.ordered_at, string_agg(distinct t.title, '、' order by t.title), sum(t.amount)::double,
    'order_refund', null
from trial as t
join mine using (shop, order_id)
where t.shop = $shop and t.buyer = $buyer and t.signal = 'refund' and t.is_hit
    and t.order_id not in (select order_id from refund where shop = $shop and order_id in (select order_id from mine))
group by t.order_id, t.ref_id, mine.ordered_at
union all
select
    'review', v.order_id, v.created_at, mine.ordered_at, v.title, null,
    case v.rating when 'bad' then 'bad' else 'other_review' end, v.text
from review as v
left join mine using (shop, order_id)
where v.shop = $shop and coalesce(v.buyer, mine.buyer) = $buyer
order by "at"
