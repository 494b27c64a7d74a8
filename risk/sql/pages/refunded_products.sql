-- Title: products that everyone refunds
-- Description: at least twice the shop's rate over at least ten paid lines, by buyers who are not on the list
-- Grain: shop × product
-- Inputs: trial, listed_buyer, refund
-- Parameters: $shop (null: all)
with lines as (
    select
        t.shop, t.product, any_value(t.title) as title, count(*) as lines, count(*) filter (t.is_hit) as refunds,
        mode(r.reason) filter (t.is_hit) as reason
    from trial as t
    left join refund as r on r.shop = t.shop and r.refund_id = t.ref_id
    left join listed_buyer as s on s.shop = t.shop and s.buyer = t.buyer
    where t.signal = 'refund' and t.is_counted and s.tier is null
        and ($shop::varchar is null or t.shop = $shop)
    group by t.shop, t.product
),
measured as (
    select *, refunds / lines as rate, sum(refunds) over shop_wide / sum(lines) over shop_wide as shop_rate
    from lines
    window shop_wide as (partition by shop)
),
disliked as (
    select shop, product, count(*) filter (is_hit) as bad_reviews from trial where signal = 'review' and is_counted
    group by shop, product
)
select
    m.shop, coalesce(m.title, m.product) as title, m.lines, m.refunds, m.rate::double as rate, m.shop_rate::double as shop_rate,
    (m.rate / m.shop_rate)::double as multiple, m.reason, coalesce(d.bad_reviews, 0)::integer as bad_reviews
from measured as m
left join disliked as d using (shop, product)
where m.lines >= 10 and m.rate >= 2 * m.shop_rate
order by m.rate desc
limit 8
