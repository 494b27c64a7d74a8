-- Title: chances and hits in each product
-- Grain: shop × signal × product → temp table product_counts
-- Inputs: counts
create or replace temp table product_counts as
select
    shop,
    signal,
    product,
    any_value(title) as title,
    sum(trials) as trials,
    coalesce(sum(hits), 0) as hits
from counts
group by shop, signal, product
