-- Title: reviews that no file had named a shop for
-- Description: they go to the shop that has their order, or to the only shop there is
-- Grain: row of review
-- Parameters: $only (the only shop's name, else empty)
update review
set shop = coalesce(
    (
        select any_value(o.shop) from buyer_order as o
        where o.order_id = review.order_id and o.shop <> '' having count(distinct o.shop) = 1
    ),
    $only
)
where shop = ''
