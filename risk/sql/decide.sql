-- Title: keep a decision, with what had counted against the buyer by then
-- Grain: decision
-- Inputs: buyer_risk, buyer_summary
-- Parameters: $now, $shop, $buyer, $verdict, $reason
insert into owner_decision by name
select
    $now::timestamp as decided_at, $shop as shop, $buyer as buyer, $verdict as verdict, $reason as reason,
    coalesce(max(observed) filter (signal = 'unpaid'), 0) as unpaid,
    coalesce(max(observed) filter (signal = 'refund'), 0) as refund,
    coalesce(max(observed) filter (signal = 'review'), 0) as review,
    coalesce((select any_value(signals) from buyer_summary where shop = $shop and buyer = $buyer), []) as signals,
    coalesce((select any_value(certainty) from buyer_summary where shop = $shop and buyer = $buyer), 0) as certainty
from buyer_risk
where shop = $shop and buyer = $buyer
