-- Title: the shops that rows stand under
-- Description: the empty name among them where rows wait for theirs
-- Grain: shop
-- Inputs: staged, buyer_order, order_line, refund, review
select shop from buyer_order
union
select shop from order_line
union
select shop from refund
union
select shop from review
union
select shop from staged where shop is not null
