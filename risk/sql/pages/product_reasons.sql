-- Title: why one product was refunded, as its buyers wrote it
-- Description: every refund, the shop's own fault or not; reason null: no export tells one. listed: of buyers on the list
-- Grain: reason, most frequent first
-- Inputs: trial, refund, listed_buyer
-- Parameters: $shop, $product
with refunded as (
    select t.ref_id, t.buyer from trial as t
    where t.shop = $shop and t.product = $product and t.signal = 'refund' and (t.is_hit or t.why_not = 'shop_fault')
)
select r.reason, count(*)::integer as refunds, count(l.buyer)::integer as listed
from refunded
left join refund as r on r.shop = $shop and r.refund_id = refunded.ref_id
left join listed_buyer as l on l.shop = $shop and l.buyer = refunded.buyer
group by r.reason
order by refunds desc, r.reason
limit 8
