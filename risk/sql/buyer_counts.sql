-- Title: each buyer's hits, and what others would have in their place
-- Description: for each product the rate of all OTHER buyers as a Beta posterior; summed over the buyer's trials.
--              Trials of the same product move together, so their doubt grows with the square.
-- Grain: shop × signal × buyer → temp table buyer_counts
-- Inputs: counts, product_baseline, rate_prior (shop, signal, a, b), set_aside (shop, signal, buyer, kept)
create or replace temp table buyer_counts as
with others as (
    select
        c.shop,
        c.signal,
        c.buyer,
        c.trials,
        coalesce(c.hits, 0) as own_hits,
        coalesce(aside.kept, 1) as own_part,   -- not `kept`: the column, null for most, would win over it
        prior.a + greatest(p.hits - own_hits * own_part, 0) as alpha,
        prior.b + greatest((p.trials - p.hits) - (c.trials - own_hits) * own_part, 0) as beta
    from counts as c
    join product_baseline as p using (shop, signal, product)
    join rate_prior as prior using (shop, signal)
    left join set_aside as aside on aside.shop = c.shop and aside.signal = c.signal and aside.buyer = c.buyer
    where c.buyer is not null
)
select
    shop,
    signal,
    buyer,
    round(sum(trials))::integer as trials,
    round(sum(own_hits))::integer as observed,
    sum(trials * alpha / (alpha + beta)) as expected,
    sqrt(sum(trials ** 2 * alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1)))) as expected_sd
from others
group by shop, signal, buyer
having round(sum(trials)) >= 1
