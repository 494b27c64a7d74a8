-- Title: verdict on each buyer and signal
-- Description: a linked account is judged by its own record and, as far as one hand seems to be behind them, by that
--              of the accounts it is linked to; certainty_alone is what its own record says. What the kinds of the
--              buyer's refunds say multiplies the odds of either. Whose fault refunds were that no refund export
--              tells of nobody knows: four of them are worth one towards the tier high.
-- Grain: shop × buyer × signal
-- Inputs: units, judged (verdicts of the groups of equal buyers), judged_members (linked accounts), buyer_factors,
--         told_hits, setting
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
        exp(u.evidence_step / 10.0) as evidence,
        coalesce(kinds.factor, 1) as kinds_factor,
        coalesce(m.excess, judged.excess) as excess,
        coalesce(m.excess_low, judged.excess_low) as excess_low,
        coalesce(m.excess_high, judged.excess_high) as excess_high,
        coalesce(m.certainty, judged.certainty) as by_count,
        by_count * kinds_factor / (by_count * kinds_factor + 1 - by_count) as certainty,
        judged.certainty * kinds_factor / (judged.certainty * kinds_factor + 1 - judged.certainty) as certainty_alone,
        case when u.signal = 'refund' then coalesce(told.hits, 0) else u.observed end as told
    from units as u
    join judged using (unit_key)
    left join judged_members as m on m.shop = u.shop and m.signal = u.signal and m.buyer = u.buyer
    left join buyer_factors as kinds on kinds.shop = u.shop and kinds.signal = u.signal and kinds.buyer = u.buyer
    left join told_hits as told on told.shop = u.shop and told.buyer = u.buyer
    where u.buyer is not null
),
tiered as (
    select
        *,
        case
            when certainty >= (select value from setting where name = 'high_certainty')
                and worth_of(observed, told) >= (select value from setting where name = 'high_observed') then 'high'
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
    evidence,
    kinds_factor,
    excess,
    excess_low,
    excess_high,
    certainty,
    certainty_alone,
    tier,
    tier = 'none' and trials < (select value from setting where name = 'few_trials') as is_too_few
from tiered
