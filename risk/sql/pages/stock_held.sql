-- Title: products whose stock unpaid orders keep from other buyers
-- Description: every unpaid order holds its pieces until the platform closes it, also one that is placed again later.
--              piece_days: pieces × the days for which they are held; with 付款减库存 none of them would be.
-- Grain: shop × product, those with at least three unpaid orders, most piece days first
-- Inputs: trial, order_line, title_item, listed_buyer, setting
-- Parameters: $shop (null: all), $since (null: any)
with left_unpaid as (
    select t.shop, t.product, t.title, t.order_id, t.buyer, t.amount * t.weight as amount
    from trial as t
    where t.signal = 'unpaid' and t.is_hit and t.product <> '' and t.why_not is distinct from 'payment_window'
        and ($shop::varchar is null or t.shop = $shop) and ($since::timestamp is null or t."at" >= $since)
),
pieces as (
    select shop, order_id, product, max(pieces) as pieces
    from (
        select l.shop, l.order_id, coalesce(l.item_id, k.item_id, l.title) as product, l.source,
            sum(coalesce(l.quantity, 1)) as pieces
        from order_line as l
        semi join left_unpaid using (shop, order_id)
        left join title_item as k using (shop, title)
        group by all
    )
    group by shop, order_id, product
),
held as (
    select
        p.shop, p.product, any_value(p.title) as title, count(*) as unpaid,
        count(l.buyer) as listed,
        coalesce(sum(coalesce(pieces.pieces, 1)), 0) as pieces,
        coalesce(sum(p.amount), 0) as amount
    from left_unpaid as p
    left join pieces using (shop, order_id, product)
    left join listed_buyer as l on l.shop = p.shop and l.buyer = p.buyer
    group by p.shop, p.product
),
days as (
    select value / 24 as held from setting where name = 'payment_hours'
),
most_held as materialized (
    select
        h.*, (h.pieces * days.held)::double as piece_days, sum(h.unpaid) over () as all_unpaid,
        sum(h.listed) over () as all_listed, (sum(h.pieces) over () * days.held)::double as all_piece_days
    from held as h, days
    qualify h.unpaid >= 3
    order by piece_days desc, h.shop, h.product
    limit 10
),
-- only of those: to count the orders of every product takes several times as long
placed as (
    select t.shop, t.product, count(*) as orders
    from trial as t
    semi join most_held using (shop, product)
    where t.signal = 'unpaid' and t.why_not is distinct from 'payment_window'
        and ($since::timestamp is null or t."at" >= $since)
    group by t.shop, t.product
)
select
    m.shop, product_ref(m.shop, m.product) as ref, coalesce(m.title, m.product) as title, placed.orders, m.unpaid, m.listed, m.pieces::bigint as pieces,
    (m.unpaid / placed.orders)::double as rate, m.piece_days, m.amount::double as amount,
    m.all_unpaid::bigint as all_unpaid, m.all_listed::bigint as all_listed, m.all_piece_days
from most_held as m
join placed using (shop, product)
order by m.piece_days desc, m.shop, m.product
