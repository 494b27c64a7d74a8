-- Title: the shop of rows whose file does not name it: that of their order
-- Description: an order number that two shops have tells nothing
-- Grain: row of staged
-- Inputs: staged, buyer_order
update staged
set shop = (
    select any_value(o.shop)
    from (
        select shop, order_id from buyer_order where shop <> ''
        union all
        select shop, order_id from staged where shop is not null
    ) as o
    where o.order_id = staged.order_id
    having count(distinct o.shop) = 1
)
where shop is null
