-- Title: shops that a file or the owner has named
-- Grain: shop
-- Inputs: staged, buyer_order
select distinct shop from buyer_order where shop <> ''
union
select distinct shop from staged where shop <> ''
