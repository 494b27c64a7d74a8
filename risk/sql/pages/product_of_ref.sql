-- Title: the product that an address of a page stands for
-- Grain: one row, or none
-- Inputs: product_number
-- Parameters: $ref
select shop, product from product_number where product <> '' and product_ref(shop, product) = $ref limit 1
