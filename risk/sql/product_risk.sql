-- Title: how often all buyers of a product did it
-- Grain: shop × product × signal
-- Inputs: product_counts, rate_prior, order_chance, review_chance
insert into product_risk
with titles as (
    select shop, product, any_value(title) as title
    from (select shop, product, title from order_chance union all select shop, product, title from review_chance)
    group by shop, product
)
select
    p.shop,
    p.product,
    p.signal,
    titles.title,
    p.trials,
    p.hits,
    (prior.a + p.hits) / (prior.a + prior.b + p.trials) as rate,
    sum(p.hits) over shop_wide / sum(p.trials) over shop_wide as shop_rate
from product_counts as p
join rate_prior as prior using (shop, signal)
left join titles using (shop, product)
window shop_wide as (partition by p.shop, p.signal)
