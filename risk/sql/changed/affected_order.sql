-- Title: orders whose chances are listed anew
-- Description: those touched, and all others of their buyers: an order paid within a day can take back an unpaid one
-- Grain: shop × order → temp table affected_order
-- Inputs: touched, buyer_order (buyers as they are), order_chance, review_chance (as they were)
create or replace temp table affected_order as
with buyers as (
    select shop, buyer from buyer_order semi join touched using (shop, order_id) where buyer is not null
    union
    select shop, buyer from order_chance semi join touched using (shop, order_id) where buyer is not null
    union
    select shop, buyer from review_chance semi join touched using (shop, order_id) where buyer is not null
)
select shop, order_id from touched
union
select shop, order_id from buyer_order semi join buyers using (shop, buyer)
