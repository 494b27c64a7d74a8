-- Title: keep a decision, with what had counted against the buyer by then
-- Grain: decision
-- Inputs: buyer_summary
-- Parameters: $now, $shop, $buyer, $verdict, $reason
insert into owner_decision by name
select
    $now::timestamp as decided_at, $shop as shop, $buyer as buyer, $verdict as verdict, $reason as reason,
    coalesce(any_value(unpaid_observed), 0) as unpaid,
    coalesce(any_value(refund_observed), 0) as refund,
    coalesce(any_value(review_observed), 0) as review,
    coalesce(any_value(signals), []) as signals,
    coalesce(any_value(certainty), 0) as certainty
from buyer_summary
where shop = $shop and buyer = $buyer
