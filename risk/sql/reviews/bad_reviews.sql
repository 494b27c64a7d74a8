-- Title: bad reviews with what other buyers of the product say
-- Description: `others` and `others_bad` leave out every review of the same product by the same buyer; a and b are the
--              shop's prior over product rates, as fitted for the verdicts
-- Grain: shop × review
-- Inputs: trial, signal_fit
with reviews as (
    select shop, ref_id, product, coalesce(buyer, ref_id) as writer, is_hit
    from trial
    where signal = 'review' and is_counted
),
products as (
    select shop, product, count(*) as reviews, count(*) filter (is_hit) as bad from reviews group by shop, product
),
own as (
    select shop, product, writer, count(*) as reviews, count(*) filter (is_hit) as bad
    from reviews
    group by shop, product, writer
)
select
    r.shop,
    r.ref_id as review_id,
    (p.reviews - o.reviews)::integer as others,
    (p.bad - o.bad)::integer as others_bad,
    f.prior_a as a,
    f.prior_b as b
from reviews as r
join products as p using (shop, product)
join own as o using (shop, product, writer)
join signal_fit as f on f.shop = r.shop and f.signal = 'review'
where r.is_hit
