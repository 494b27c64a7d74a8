-- Title: products by a part of their title, or by their number
-- Grain: shop × product, those bought most first
-- Inputs: product_risk
-- Parameters: $shop (null: all), $wanted, $most
select product_ref(shop, product) as ref, coalesce(any_value(title), product) as title
from product_risk
where product <> '' and ($shop::varchar is null or shop = $shop)
    and (contains(lower(title), lower($wanted)) or product = $wanted)
group by shop, product
order by max(trials) desc, shop, product
limit $most
