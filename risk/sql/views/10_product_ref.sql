-- Title: what several questions mean by the same words, of products
-- Description: product_ref(shop, product): stands for the product in addresses of pages, short whatever its title is
-- Grain: one value
create or replace macro product_ref(shop, product) as left(md5(shop || chr(31) || product), 12);
