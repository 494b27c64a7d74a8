-- Title: a random sample of buyers who are not listed, to see what is missed
-- Description: the same buyers for the same seed, as long as they are not listed; who had too few chances is left
--              out, for nothing is said of them. What was decided of each stands beside it.
-- Grain: shop × buyer
-- Inputs: buyer_summary, owner_decision
-- Parameters: $shop (null: all), $seed, $size
with unlisted as (
    select shop, buyer, orders, unpaid, refunds, bad_reviews
    from buyer_summary
    where tier = 'none' and not is_too_few and ($shop::varchar is null or shop = $shop)
),
sampled as (
    select *, (select count(*) from unlisted) as of_all
    from unlisted
    order by hash(shop, buyer, $seed::bigint)
    limit $size::bigint
),
last as (
    select shop, buyer, arg_max(verdict, decided_at) as verdict from owner_decision group by shop, buyer
)
select sampled.*, buyer_ref(shop, buyer) as ref, nullif(last.verdict, 'taken_back') as verdict
from sampled
left join last using (shop, buyer)
order by hash(shop, buyer, $seed::bigint)
