-- Title: what the buyers of one product did, the listed ones apart from the others
-- Description: what the verdicts counted. rate: of the buyers who are not on the list; shop_rate: theirs in all
--              products; multiple: the one over the other
-- Grain: signal that there were chances of
-- Inputs: product_risk, trial, listed_buyer
-- Parameters: $shop, $product
with listed as (
    select signal, product, sum(weight) as trials, sum(weight) filter (is_hit) as hits
    from trial semi join listed_buyer using (shop, buyer)
    where shop = $shop and is_counted
    group by signal, product
),
parted as (
    select
        p.signal, p.product, p.title, coalesce(l.trials, 0) as listed_trials, coalesce(l.hits, 0) as listed_hits,
        greatest(0, p.trials - listed_trials) as others_trials, greatest(0, p.hits - listed_hits) as others_hits
    from product_risk as p
    left join listed as l using (signal, product)
    where p.shop = $shop
),
measured as (
    select *, sum(others_hits) over of_signal / nullif(sum(others_trials) over of_signal, 0) as shop_rate
    from parted
    window of_signal as (partition by signal)
)
select
    signal, coalesce(title, product) as title, round(others_trials)::bigint as trials,
    round(others_hits)::bigint as hits, round(listed_trials)::bigint as listed_trials,
    round(listed_hits)::bigint as listed_hits, (others_hits / nullif(others_trials, 0))::double as rate,
    shop_rate::double as shop_rate, (rate / nullif(shop_rate, 0))::double as multiple
from measured
where product = $product
order by array_position(['refund', 'review', 'unpaid'], signal)
