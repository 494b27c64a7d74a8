-- Title: how often all buyers of a product did it
-- Grain: shop × product × signal
-- Inputs: product_counts, rate_prior
insert into product_risk
select
    p.shop,
    p.product,
    p.signal,
    p.title,
    p.trials,
    p.hits,
    (prior.a + p.hits) / (prior.a + prior.b + p.trials) as rate,
    sum(p.hits) over shop_wide / sum(p.trials) over shop_wide as shop_rate
from product_counts as p
join rate_prior as prior using (shop, signal)
window shop_wide as (partition by p.shop, p.signal)
