-- Title: every judged buyer's place in the funnel of one signal
-- Description: the rate is adjusted for products: observed ÷ expected × the rate of everyone (indirect
--              standardisation). Buyers whom the list's filter leaves out are counted in groups of about equal trials
--              and rate; the listed ones, and the one who is looked at, stand alone.
-- Grain: group of buyers | buyer
-- Inputs: buyer_counts, buyer_verdict, signal_fit, buyers_found
-- Parameters: $shop (null: all), $signal, $tiers, $signals, $since, $amount, $name, $move,
--             $decisions, $buyer (null: none), $most (how many stand alone)
with everyone as (
    select sum(hits) / nullif(sum(trials), 0) as rate
    from signal_fit
    where signal = $signal and ($shop::varchar is null or shop = $shop)
),
placed as (
    select
        c.shop, c.buyer, coalesce(v.tier, 'none') as tier, c.trials, c.observed, c.expected, c.certainty,
        e.rate as rate_of_everyone, least(c.observed / greatest(c.expected, 1e-9) * e.rate, 1) as rate
    from buyer_counts as c
    cross join everyone as e
    left join buyer_verdict as v using (shop, buyer, signal)
    where c.signal = $signal and ($shop::varchar is null or c.shop = $shop)
),
alone as (
    select p.*, buyer_ref(p.shop, p.buyer) as ref, p.buyer is not distinct from $buyer as is_this
    from placed as p
    where p.buyer is not distinct from $buyer
        or (
            p.tier <> 'none'
            and (p.shop, p.buyer) in (
                select (shop, buyer)
                from buyers_found($shop, $tiers, $signals, $since, $amount, $name, $move, $decisions)
            )
        )
    order by is_this desc, p.certainty desc, p.buyer
    limit $most
),
grouped as (
    select
        case when trials <= 20 then trials else exp(round(ln(trials) * 12) / 12) end as trials,
        round(rate * 40) / 40 as rate, count(*) as buyers
    from placed
    anti join alone using (shop, buyer)
    group by 1, 2
)
select
    null as ref, null as buyer, 'none' as tier, trials::double as trials, null as observed, null as expected, rate,
    buyers, false as is_this, (select rate from everyone) as rate_of_everyone
from grouped
union all
select ref, buyer, tier, trials, observed, expected, rate, 1, is_this, rate_of_everyone
from alone
order by is_this, trials, rate
