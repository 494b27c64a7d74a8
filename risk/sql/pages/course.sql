-- Title: the course of the weeks, for the small lines under the overview's figures
-- Description: what buyers of each tier did that counts, what it cost, and all orders; weeks from Monday
-- Grain: week
-- Inputs: trial, hit_loss, listed_buyer, buyer_order
-- Parameters: $shop (null: all)
with hits as (
    select date_trunc('week', t.at) as week, s.tier, t.weight
    from trial as t
    join listed_buyer as s on s.shop = t.shop and s.buyer = t.buyer
    where t.is_hit and t.is_counted and t.at is not null and ($shop::varchar is null or t.shop = $shop)
),
listed as (
    select
        week,
        sum(weight) filter (tier = 'high') as high,
        sum(weight) filter (tier = 'watch') as watch
    from hits
    group by week
),
losses as (
    select date_trunc('week', "at") as week, sum(goods + postage + stock) as amount
    from hit_loss semi join listed_buyer using (shop, buyer)
    where "at" is not null and ($shop::varchar is null or shop = $shop)
    group by week
),
orders as (
    select date_trunc('week', created_at) as week, count(*) as orders
    from buyer_order
    where created_at is not null and ($shop::varchar is null or shop = $shop)
    group by week
),
weeks as (
    select unnest(generate_series(min(week), max(week), interval 7 day)) as week from orders
)
select
    weeks.week,
    coalesce(listed.high, 0)::double as high,
    coalesce(listed.watch, 0)::double as watch,
    coalesce(losses.amount, 0)::double as amount,
    coalesce(orders.orders, 0)::bigint as orders
from weeks
left join listed using (week)
left join losses using (week)
left join orders using (week)
order by weeks.week
