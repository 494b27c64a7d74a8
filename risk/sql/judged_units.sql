-- Title: buyers, and groups of linked accounts, that are to be judged, each with the group it is fitted in
-- Description: those with equal counts and nearly equal baselines (1/20 in log odds, 1/4 in log precision) are judged
--              as one, which keeps the fit small for millions of buyers. A group of linked accounts has the sums of
--              its members.
-- Grain: shop × signal × buyer or linked group → temp table units
-- Inputs: buyer_counts, linked_account
create or replace temp table units as
with everyone as (
    select shop, signal, buyer, null::varchar as linked_group, 1 as members, trials, observed, expected, expected_sd
    from buyer_counts
    union all
    select
        b.shop, b.signal, null, l.linked_group, count(*), sum(trials), sum(observed), sum(expected),
        sqrt(sum(expected_sd ** 2))
    from buyer_counts as b
    join linked_account as l using (shop, buyer)
    group by b.shop, b.signal, l.linked_group
),
measured as (
    select
        *,
        least(greatest(expected / trials, 1e-6), 1 - 1e-6) as rate,
        greatest((expected_sd / trials) ** 2, 1e-12) as variance
    from everyone
)
select
    * exclude (rate, variance),
    round(ln(rate / (1 - rate)) * 20)::integer as rate_step,
    round(ln(greatest(least(rate * (1 - rate) / variance - 1, 1e5), 0.5)) * 4)::integer as precision_step
from measured
