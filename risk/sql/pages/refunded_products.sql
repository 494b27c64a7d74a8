-- Title: products that everyone refunds
-- Description: at least twice the shop's rate over at least ten paid lines, by buyers who are not on the list: all
--              that the verdicts counted, less what the few listed buyers did
-- Grain: shop × product
-- Inputs: product_risk, trial, listed_buyer, refund
-- Parameters: $shop (null: all)
with listed as (
    select shop, product, sum(weight) as their_lines, sum(weight) filter (is_hit) as their_refunds
    from trial semi join listed_buyer using (shop, buyer)
    where signal = 'refund' and is_counted and ($shop::varchar is null or shop = $shop)
    group by shop, product
),
measured as (
    select
        p.shop, p.product, p.title,
        round(p.trials - coalesce(their_lines, 0))::bigint as lines,
        round(p.hits - coalesce(their_refunds, 0))::bigint as refunds,
        refunds / nullif(lines, 0) as rate,
        sum(refunds) over shop_wide / nullif(sum(lines) over shop_wide, 0) as shop_rate
    from product_risk as p
    left join listed using (shop, product)
    where p.signal = 'refund' and ($shop::varchar is null or p.shop = $shop)
    window shop_wide as (partition by p.shop)
),
found as materialized (
    select * from measured
    where product <> '' and lines >= 10 and refunds > 0 and rate >= 2 * shop_rate
    order by rate desc, shop, product
    limit 8
),
hits as (
    select shop, buyer, product, ref_id
    from trial semi join found using (shop, product)
    where signal = 'refund' and is_counted and is_hit
),
reasons as (
    select hits.shop, hits.product, mode(r.reason) as reason
    from hits
    anti join listed_buyer using (shop, buyer)
    join refund as r on r.shop = hits.shop and r.refund_id = hits.ref_id
    group by hits.shop, hits.product
)
select
    f.shop, product_ref(f.shop, f.product) as ref, coalesce(f.title, f.product) as title, f.lines, f.refunds, f.rate::double as rate,
    f.shop_rate::double as shop_rate, (f.rate / f.shop_rate)::double as multiple, reasons.reason,
    coalesce(round(disliked.hits), 0)::integer as bad_reviews
from found as f
left join reasons using (shop, product)
left join product_risk as disliked
    on disliked.shop = f.shop and disliked.product = f.product and disliked.signal = 'review'
order by f.rate desc, f.shop, f.product
