-- Title: one buyer's verdicts with the fit they come from
-- Grain: signal
-- Inputs: buyer_risk, signal_fit
-- Parameters: $shop, $buyer
select
    r.*, f.threshold, f.by_activity,
    -- the prior of those who buy about as much
    f.by_activity[len(list_filter(f.activity_from, lambda fewest: fewest <= r.trials))] as weights
from buyer_risk as r
join signal_fit as f using (shop, signal)
where r.shop = $shop and r.buyer = $buyer
order by r.certainty desc
