-- Title: chances and hits in each product
-- Grain: shop × signal × product → temp table product_counts
-- Inputs: frame (shop, signal, number, trials, hits), product_number
create or replace temp table product_counts as
select shop, signal, product, trials, hits
from frame
join product_number using (shop, number)
