-- Title: orders that no file had named a shop for
-- Description: they go to the shop that has their order, or to the only shop there is
-- Grain: row of buyer_order
-- Inputs: shop_of_order
-- Parameters: $only (the only shop's name, else empty)
update buyer_order
set shop = coalesce((select s.shop from shop_of_order as s where s.order_id = buyer_order.order_id), $only)
where shop = ''
