-- Title: the shops and their names
-- Grain: shop
-- Inputs: buyer_order, shop_alias
select shop, coalesce(orders, 0) as orders, first_at, last_at, coalesce(former, []) as former
from (
    select
        shop, count(*) as orders, min(coalesce(created_at, paid_at)) as first_at,
        max(coalesce(created_at, paid_at)) as last_at
    from buyer_order
    where shop <> ''
    group by shop
)
full join (select shop, list(name order by name) as former from shop_alias group by shop) using (shop)
order by shop
