-- Title: verdict on each buyer and signal
-- Description: a linked account is judged by its own record and, as far as one hand seems to be behind them, by that
--              of the accounts it is linked to; certainty_alone is what its own record says.
-- Grain: shop × buyer × signal
-- Inputs: units, judged (verdicts of the groups of equal buyers), judged_members (linked accounts), setting
insert into buyer_risk
with verdicts as (
    select
        u.shop,
        u.buyer,
        u.signal,
        u.trials,
        u.observed,
        u.expected,
        u.expected_sd,
        coalesce(m.excess, judged.excess) as excess,
        coalesce(m.excess_low, judged.excess_low) as excess_low,
        coalesce(m.excess_high, judged.excess_high) as excess_high,
        coalesce(m.certainty, judged.certainty) as certainty,
        judged.certainty as certainty_alone
    from units as u
    join judged using (shop, signal, trials, observed, rate_step, precision_step)
    left join judged_members as m on m.shop = u.shop and m.signal = u.signal and m.buyer = u.buyer
    where u.buyer is not null
),
tiered as (
    select
        *,
        case
            when certainty >= (select value from setting where name = 'high_certainty')
                and observed >= (select value from setting where name = 'high_observed') then 'high'
            when certainty >= (select value from setting where name = 'watch_certainty')
                and observed >= (select value from setting where name = 'watch_observed') then 'watch'
            else 'none'
        end as tier
    from verdicts
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
    certainty_alone,
    tier,
    tier = 'none' and trials < (select value from setting where name = 'few_trials') as is_too_few
from tiered
