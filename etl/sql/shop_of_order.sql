-- Title: which shop an order belongs to, as far as files have named it
-- Description: an order number that two shops have tells nothing
-- Grain: order → temp table shop_of_order
-- Inputs: staged, buyer_order
create or replace temp table shop_of_order as
select order_id, any_value(shop) as shop
from (
    select order_id, shop from buyer_order where shop <> ''
    union all
    select order_id, shop from staged where shop <> ''
)
where order_id is not null
group by order_id
having count(distinct shop) = 1
