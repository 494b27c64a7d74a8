-- Title: numbers for products that have none yet
-- Grain: shop × product → product_number
-- Inputs: summed_chance, summed_review, product_number
insert into product_number
with named as (
    select shop, product from summed_chance anti join product_number using (shop, product)
    union
    select shop, product from summed_review anti join product_number using (shop, product)
),
given as (
    select shop, max(number) as last from product_number group by shop
)
select shop, product, coalesce(given.last, -1) + row_number() over (partition by shop)
from named
left join given using (shop)
