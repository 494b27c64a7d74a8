-- Title: how many products share the same counts
-- Grain: shop × signal × trials × hits
-- Inputs: product_baseline
select shop, signal, round(trials, 2) as trials, round(hits, 2) as hits, count(*)::double as products
from product_baseline
where trials >= 0.01
group by all
order by shop, signal, trials, hits
