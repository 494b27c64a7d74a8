-- Title: do trials of one buyer go together within a day
-- Description: sums of products of residuals (what happened less the product's rate) over pairs of trials within a
--              day and over pairs of one buyer's trials on different days, each pair of a buyer weighing 1/his trials
--              so that a few big buyers do not decide. In a big shop a part of the buyers answers for all.
-- Grain: shop × signal
-- Inputs: sampled_chance, sampled_review (what some buyers did), product_counts, rate_prior
with rated as (
    select
        t.shop, t.signal, t.buyer, t.order_id, t.ref_id,
        any_value(t."at"::date) as day,
        sum(t.weight * (t.is_hit::integer - (prior.a + p.hits) / (prior.a + prior.b + p.trials))) as residual,
        avg((prior.a + p.hits) / (prior.a + prior.b + p.trials)) as rate
    from chances_told('sampled_chance', 'sampled_review') as t
    join product_counts as p using (shop, signal, product)
    join rate_prior as prior using (shop, signal)
    where t.is_counted and t.buyer is not null and t."at" is not null
    group by t.shop, t.signal, t.buyer, t.order_id, t.ref_id
),
days as (
    select
        shop, signal, buyer, day, sum(residual) as residual, sum(residual ** 2) as squares, count(*) as trials,
        sum(rate * (1 - rate)) as variance
    from rated
    group by shop, signal, buyer, day
),
buyers as (
    select
        shop, signal, buyer, sum(residual) ** 2 as all_squared, sum(residual ** 2) as days_squared,
        sum(squares) as squares, sum(trials) as trials, sum(trials ** 2) as days_trials, sum(variance) as variance,
        max(trials) as largest_day
    from days
    group by shop, signal, buyer
)
select
    shop,
    signal,
    coalesce(sum((days_squared - squares) / trials) / nullif(sum((days_trials - trials) / trials), 0), 0)
        / (sum(variance) / sum(trials)) as within,
    coalesce(sum((all_squared - days_squared) / trials) / nullif(sum((trials ** 2 - days_trials) / trials), 0), 0)
        / (sum(variance) / sum(trials)) as across,
    sum(days_trials - trials) / 2 as pairs,
    sum(trials ** 2 - days_trials) / 2 as pairs_apart,
    sum(days_trials) / sum(trials) as day_size,
    max(largest_day) as largest_day
from buyers
group by shop, signal
order by shop, signal
