-- Title: buyers, and groups of linked accounts, that are to be judged, each with the group it is fitted in
-- Description: those with equal counts and nearly equal baselines (1/20 in log odds, 1/4 in log precision) and
--              evidence (1/10 in logs) are judged as one, which keeps the fit small for millions of buyers. A group of
--              linked accounts has the sums of its members. unit_key stands for a group of equals: one number to join
--              by, where several columns would let the planner begin with shop and signal and pair everybody.
-- Grain: shop × signal × buyer or linked group → temp table units
-- Inputs: buyer_counts, linked_account, alike (shop, signal, alikeness), day_sizes
create or replace temp table units as
with single_buyers as (
    select
        b.*,
        1 / (1 + (coalesce(day_sizes.day_size, 1) - 1) * coalesce(alike.alikeness, 0)) as evidence
    from buyer_counts as b
    left join alike using (shop, signal)
    left join day_sizes on day_sizes.shop = b.shop and day_sizes.signal = b.signal and day_sizes.buyer = b.buyer
),
everyone as (
    select
        shop, signal, buyer, null::varchar as linked_group, 1 as members, trials, observed, expected, expected_sd,
        evidence
    from single_buyers
    union all
    select
        b.shop, b.signal, null, l.linked_group, count(*), sum(trials)::integer, sum(observed)::integer, sum(expected),
        sqrt(sum(expected_sd ** 2)), sum(trials * evidence) / sum(trials)
    from single_buyers as b
    join linked_account as l using (shop, buyer)
    group by b.shop, b.signal, l.linked_group
),
measured as (
    select
        * exclude (evidence),
        least(greatest(expected / trials, 1e-6), 1 - 1e-6) as rate,
        greatest((expected_sd / trials) ** 2, 1e-12) as variance,
        round(ln(evidence) * 10)::integer as evidence_step
    from everyone
)
select
    * exclude (rate, variance),
    round(ln(rate / (1 - rate)) * 20)::integer as rate_step,
    round(ln(greatest(least(rate * (1 - rate) / variance - 1, 1e5), 0.5)) * 4)::integer as precision_step,
    hash(shop, signal, trials, observed, rate_step, precision_step, evidence_step) as unit_key
from measured
