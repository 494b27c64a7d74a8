-- Title: the shop of rows whose file does not name it
-- Description: the shop that has the order already, else the one given
-- Grain: row of staged
-- Inputs: staged, buyer_order
-- Parameters: $fallback
update staged
set shop = coalesce(
    (select any_value(o.shop) from buyer_order as o where o.order_id = staged.order_id having count(distinct o.shop) = 1),
    $fallback
)
where shop is null
