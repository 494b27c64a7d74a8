-- Title: verdict on each buyer and signal
-- Grain: shop × buyer × signal
-- Inputs: units, judged (verdicts of the groups), setting
insert into buyer_risk
with tiered as (
    select
        u.shop, u.buyer, signal, trials, observed, u.expected, u.expected_sd, judged.* exclude (
            shop, signal, trials, observed, rate_step, precision_step
        ),
        case
            when certainty >= (select value from setting where name = 'high_certainty')
                and observed >= (select value from setting where name = 'high_observed') then 'high'
            when certainty >= (select value from setting where name = 'watch_certainty')
                and observed >= (select value from setting where name = 'watch_observed') then 'watch'
            else 'none'
        end as tier
    from units as u
    join judged using (shop, signal, trials, observed, rate_step, precision_step)
    where u.buyer is not null
)
select
    shop,
    buyer,
    signal,
    trials,
    observed,
    expected,
    expected_sd,
    excess,
    excess_low,
    excess_high,
    certainty,
    tier,
    tier = 'none' and trials < (select value from setting where name = 'few_trials') as is_too_few
from tiered
