-- Title: how much of the data is there
-- Grain: one row
-- Inputs: buyer_order
-- Parameters: $shop (null: all)
select
    count(*)::bigint as orders,
    count(buyer)::bigint as attributed,
    min(coalesce(created_at, paid_at)) as first_at,
    max(coalesce(created_at, paid_at)) as last_at,
    coalesce(string_agg(distinct nullif(shop, ''), '、'), '') as shops
from buyer_order
where $shop::varchar is null or shop = $shop
