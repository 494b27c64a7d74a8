-- Title: shops that there are chances in, and how many numbers their buyers and products have
-- Grain: shop
-- Inputs: product_number, buyer_number
with products as (
    select shop, max(number) + 1 as products from product_number group by shop
),
buyers as (
    select shop, max(number) + 1 as buyers from buyer_number group by shop
)
select shop, products, coalesce(buyers, 0)::integer as buyers
from products
left join buyers using (shop)
order by shop
