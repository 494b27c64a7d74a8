-- Title: how much of the data is there
-- Description: up to when they speak: the orders, and where there are none what else has come in
-- Grain: one row
-- Inputs: buyer_order, order_line, refund, review
-- Parameters: $shop (null: all)
with besides as (
    select created_at as "at" from order_line where $shop::varchar is null or shop = $shop
    union all
    select applied_at from refund where $shop::varchar is null or shop = $shop
    union all
    select created_at from review where $shop::varchar is null or shop = $shop
)
select
    count(*)::bigint as orders,
    count(buyer)::bigint as attributed,
    count(*) = 0 and not exists (from besides) as is_empty,
    min(coalesce(created_at, paid_at)) as first_at,
    coalesce(max(coalesce(created_at, paid_at)), case when count(*) = 0 then (select max("at") from besides) end) as last_at,
    coalesce(string_agg(distinct nullif(shop, ''), '、'), '') as shops
from buyer_order
where $shop::varchar is null or shop = $shop
