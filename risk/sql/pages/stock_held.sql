-- Title: products whose stock unpaid orders keep from other buyers
-- Description: every unpaid order holds its pieces until the platform closes it, also one that is placed again later.
--              piece_days: pieces × the days for which they are held; with 付款减库存 none of them would be.
-- Grain: shop × product, those with at least three unpaid orders, most piece days first
-- Inputs: trial, order_line, title_item, listed_buyer, setting
-- Parameters: $shop (null: all), $since (null: any)
with placed as (
    select t.shop, t.product, t.title, t.order_id, t.buyer, t.is_hit, t.amount * t.weight as amount
    from trial as t
    where t.signal = 'unpaid' and t.product <> '' and t.why_not is distinct from 'payment_window'
        and ($shop::varchar is null or t.shop = $shop) and ($since::timestamp is null or t."at" >= $since)
),
pieces as (
    select shop, order_id, product, max(pieces) as pieces
    from (
        select l.shop, l.order_id, coalesce(l.item_id, k.item_id, l.title) as product, l.source,
            sum(coalesce(l.quantity, 1)) as pieces
        from order_line as l
        semi join (select shop, order_id from placed where is_hit) as unpaid using (shop, order_id)
        left join title_item as k using (shop, title)
        group by all
    )
    group by shop, order_id, product
),
held as (
    select
        p.shop, p.product, any_value(p.title) as title, count(*) as orders,
        count(*) filter (p.is_hit) as unpaid,
        count(*) filter (p.is_hit and l.buyer is not null) as listed,
        coalesce(sum(coalesce(pieces.pieces, 1)) filter (p.is_hit), 0) as pieces,
        coalesce(sum(p.amount) filter (p.is_hit), 0) as amount
    from placed as p
    left join pieces using (shop, order_id, product)
    left join listed_buyer as l on l.shop = p.shop and l.buyer = p.buyer
    group by p.shop, p.product
),
days as (
    select value / 24 as held from setting where name = 'payment_hours'
)
select
    h.shop, coalesce(h.title, h.product) as title, h.orders, h.unpaid, h.listed, h.pieces::bigint as pieces,
    (h.unpaid / h.orders)::double as rate, (h.pieces * days.held)::double as piece_days, h.amount::double as amount,
    (sum(h.unpaid) over ())::bigint as all_unpaid, (sum(h.listed) over ())::bigint as all_listed,
    (sum(h.pieces) over () * days.held)::double as all_piece_days
from held as h, days
qualify h.unpaid >= 3
order by piece_days desc, h.shop, h.product
limit 10
