-- Title: how much of the data is there
-- Description: up to when they speak: the orders, and where those have no times, or there are none, the files
-- Grain: one row
-- Inputs: buyer_order, order_line, refund, review, batch
-- Parameters: $shop (null: all)
select
    count(*)::bigint as orders,
    count(buyer)::bigint as attributed,
    count(*) = 0
        and not exists (from order_line where $shop::varchar is null or shop = $shop)
        and not exists (from refund where $shop::varchar is null or shop = $shop)
        and not exists (from review where $shop::varchar is null or shop = $shop) as is_empty,
    min(coalesce(created_at, paid_at)) as first_at,
    coalesce(
        max(coalesce(created_at, paid_at)) filter (not is_ahead(coalesce(created_at, paid_at))),
        (
            select max(last_at)
            from batch
            where undone_at is null and ($shop::varchar is null or list_contains(string_split(shop, chr(10)), $shop))
        )
    ) as last_at,
    coalesce(string_agg(distinct nullif(shop, ''), '、'), '') as shops
from buyer_order
where $shop::varchar is null or shop = $shop
