-- Title: the course of the weeks, for the small lines under the overview's figures
-- Description: what buyers of each tier did that counts, what it cost, and all orders; weeks from Monday
-- Grain: week
-- Inputs: hit_cost, beyond_others, listed_buyer, buyer_order
-- Parameters: $shop (null: all)
with listed as materialized (
    select shop, buyer, signal, tier, coalesce(beyond, 0) as beyond
    from listed_buyer
    cross join (select unnest(['unpaid', 'refund', 'review']) as signal) as signals
    left join beyond_others using (shop, buyer, signal)
),
done as (
    select
        date_trunc('week', c."at") as week,
        sum(c.weight) filter (l.tier = 'high') as high,
        sum(c.weight) filter (l.tier = 'watch') as watch,
        sum((c.goods + c.postage + c.stock) * l.beyond) as amount
    from hit_cost as c
    join listed as l using (shop, buyer, signal)
    where c."at" is not null and ($shop::varchar is null or shop = $shop)
    group by week
),
orders as (
    select date_trunc('week', coalesce(created_at, paid_at)) as week, count(*) as orders
    from buyer_order
    where coalesce(created_at, paid_at) is not null and ($shop::varchar is null or shop = $shop)
    group by week
),
weeks as (
    select unnest(generate_series(min(week), max(week) filter (not is_ahead(week)), interval 7 day)) as week
    from (select week from orders union all select week from done)
)
select
    weeks.week,
    coalesce(done.high, 0)::double as high,
    coalesce(done.watch, 0)::double as watch,
    coalesce(done.amount, 0)::double as amount,
    coalesce(orders.orders, 0)::bigint as orders
from weeks
left join done using (week)
left join orders using (week)
order by weeks.week
