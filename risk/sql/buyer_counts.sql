-- Title: each buyer's hits, and what others would have in their place
-- Description: for each product the rate of all OTHER buyers as a Beta posterior; summed over the buyer's trials.
--              Trials of the same product move together, so their doubt grows with the square.
-- Grain: shop × signal × buyer → temp table buyer_counts
-- Inputs: counts, product_counts, rate_prior (shop, signal, a, b)
create or replace temp table buyer_counts as
with others as (
    select
        c.shop,
        c.signal,
        c.buyer,
        c.trials,
        coalesce(c.hits, 0) as hits,
        prior.a + greatest(p.hits - coalesce(c.hits, 0), 0) as alpha,
        prior.b + greatest((p.trials - p.hits) - (c.trials - coalesce(c.hits, 0)), 0) as beta
    from counts as c
    join product_counts as p using (shop, signal, product)
    join rate_prior as prior using (shop, signal)
    where c.buyer is not null
)
select
    shop,
    signal,
    buyer,
    round(sum(trials))::integer as trials,
    round(sum(hits))::integer as observed,
    sum(trials * alpha / (alpha + beta)) as expected,
    sqrt(sum(trials ** 2 * alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1)))) as expected_sd
from others
group by shop, signal, buyer
having round(sum(trials)) >= 1
