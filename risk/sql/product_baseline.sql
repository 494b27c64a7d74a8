-- Title: chances and hits in each product, as baselines are made from them
-- Description: all buyers, less those who at first sight are beyond the threshold, as far as they seem to be: the
--              abnormal must not become the measure of themselves
-- Grain: shop × signal × product → temp table product_baseline
-- Inputs: product_counts, buyer_product, set_aside (shop, signal, buyer, kept 0..1)
create or replace temp table product_baseline as
with theirs as (
    select
        shop, signal, product, 1 - kept as part,
        case signal when 'unpaid' then unpaid_trials when 'refund' then refund_trials else review_trials end as trials,
        case signal when 'unpaid' then unpaid_hits when 'refund' then refund_hits else review_hits end as hits
    from buyer_product
    join set_aside using (shop, buyer)
),
aside as (
    select shop, signal, product, sum(trials * part) as trials, sum(hits * part) as hits
    from theirs
    group by shop, signal, product
)
select
    p.shop,
    p.signal,
    p.product,
    greatest(p.trials - coalesce(aside.trials, 0), 0) as trials,
    greatest(p.hits - coalesce(aside.hits, 0), 0) as hits
from product_counts as p
left join aside using (shop, signal, product)
