-- Title: chances and hits of each buyer in each product
-- Description: what does not count is left out here and nowhere else; a null buyer stands for all orders that no
--              buyer can be found for: they count for the product, not for anyone
-- Grain: shop × signal × product × buyer → temp table counts
-- Inputs: trial
create or replace temp table counts as
select
    shop,
    signal,
    product,
    buyer,
    any_value(title) as title,
    sum(weight) as trials,
    sum(weight) filter (is_hit) as hits
from trial
where is_counted
group by shop, signal, product, buyer
