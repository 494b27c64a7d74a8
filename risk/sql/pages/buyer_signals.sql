-- Title: one buyer's verdicts with the fit they come from
-- Description: hit_days: on how many days it happened, as the verdict has it (day_sizes.sql)
-- Grain: signal
-- Inputs: buyer_risk, signal_fit, trial
-- Parameters: $shop, $buyer
with hits as (
    select
        signal,
        count(distinct "at"::date) + coalesce(round(sum(weight) filter ("at" is null)), 0)::bigint as days
    from trial
    where shop = $shop and buyer = $buyer and is_hit and is_counted
    group by signal
)
select
    r.*, f.threshold, f.by_activity, f.high_days, coalesce(hits.days, 0) as hit_days,
    -- the prior of those who buy about as much
    f.by_activity[len(list_filter(f.activity_from, lambda fewest: fewest <= r.trials))] as weights
from buyer_risk as r
join signal_fit as f using (shop, signal)
left join hits using (signal)
where r.shop = $shop and r.buyer = $buyer
order by r.certainty desc
