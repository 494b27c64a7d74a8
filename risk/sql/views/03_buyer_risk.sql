-- Title: what each signal says of each buyer, one below the other
-- Grain: shop × buyer × signal
-- Inputs: buyer_summary
create or replace view buyer_counts as
select
    shop, buyer, 'unpaid' as signal, unpaid_trials as trials, unpaid_observed as observed, unpaid_expected as expected,
    unpaid_expected_sd as expected_sd, unpaid_certainty as certainty, unpaid_unit_key as unit_key, 1.0 as kinds_factor
from buyer_summary
where unpaid_trials >= 1
union all
select
    shop, buyer, 'refund', refund_trials, refund_observed, refund_expected, refund_expected_sd, refund_certainty,
    refund_unit_key, refund_kinds_factor
from buyer_summary
where refund_trials >= 1
union all
select
    shop, buyer, 'review', review_trials, review_observed, review_expected, review_expected_sd, review_certainty,
    review_unit_key, 1.0
from buyer_summary
where review_trials >= 1;
-- Title: verdict on each buyer
-- Description: of most buyers it is the one on all who are equal to them in what matters, kept once for all
--   shop, buyer, signal
--   trials, observed, expected
--   expected_sd          how far the expectation itself may be off
--   evidence             what one trial is worth: below 1 where those of one day go together
--   kinds_factor         how many times likelier the kinds of these refunds are if beyond the threshold
--   excess               posterior mean of the odds multiple; excess_low, excess_high: its 5 % and 95 % bounds
--   certainty            P(odds multiple >= threshold | data), linked accounts weighed in
--   certainty_alone      the same by this buyer's own record
--   tier                 high | watch | none
--   is_too_few           too few trials to judge
-- Grain: shop × buyer × signal
-- Inputs: buyer_counts, unit_verdict, buyer_verdict, setting
create or replace view buyer_risk as
select
    c.shop, c.buyer, c.signal, c.trials, c.observed, c.expected, c.expected_sd, e.evidence, c.kinds_factor,
    coalesce(own.excess, e.excess) as excess,
    coalesce(own.excess_low, e.excess_low) as excess_low,
    coalesce(own.excess_high, e.excess_high) as excess_high,
    c.certainty,
    times_odds(e.certainty, c.kinds_factor) as certainty_alone,
    coalesce(own.tier, 'none') as tier,
    coalesce(own.tier, 'none') = 'none'
        and c.trials < (select value from setting where name = 'few_trials') as is_too_few
from buyer_counts as c
join unit_verdict as e using (shop, signal, unit_key)
left join buyer_verdict as own using (shop, buyer, signal);
