-- Title: one buyer's verdicts with the fit they come from
-- Description: hit_days: on how many days there were refunds that count, as the verdict has it (day_sizes.sql); 0 of the
--              other signals, of which none needs more than one day
-- Grain: signal
-- Inputs: buyer_risk, signal_fit, order_chance
-- Parameters: $shop, $buyer
with refunded as (
    -- as trial has them; asked here, since the view would read the chances of all three signals
    select
        count(distinct "at"::date) + coalesce(round(sum(refund_weight) filter ("at" is null)), 0)::bigint as days
    from order_chance
    where shop = $shop and buyer = $buyer and is_paid and is_refunded and refund_why_not is null
)
select
    r.*, f.threshold, f.by_activity, f.high_days,
    case when r.signal = 'refund' then refunded.days else 0 end as hit_days,
    -- the prior of those who buy about as much
    f.by_activity[len(list_filter(f.activity_from, lambda fewest: fewest <= r.trials))] as weights
from buyer_risk as r
join signal_fit as f using (shop, signal)
cross join refunded
where r.shop = $shop and r.buyer = $buyer
order by r.certainty desc
