-- Title: the shops in the database
-- Grain: shop
-- Inputs: buyer_order
select distinct shop from buyer_order order by shop
