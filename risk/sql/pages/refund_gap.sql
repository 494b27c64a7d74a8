-- Title: the time that the refund exports do not speak of, although many were to come in it
-- Description: between one day with an application and the next, or before the first: so many orders were paid then
--              that ten refunds were to be expected, and there is none. By chance that happens once in 20,000 times.
--              Less than a week is none: a new shop's first refunds come some days after its first orders.
--              What is missing at the end is told by how far the exports go (etl/sql/pages/freshness.sql).
-- Grain: shop × time, the one that lacks most; no row: nothing is missing
-- Inputs: buyer_order, refund
-- Parameters: $shop (null: all)
with paid as (
    select shop, coalesce(paid_at, created_at)::date as day, count(*) as orders
    from buyer_order
    where was_paid(paid_at, is_unpaid, state) and ($shop::varchar is null or shop = $shop)
    group by all
),
asked as (
    select shop, day, count(*) as refunds
    from (
        select shop, applied_at::date as day from refund where applied_at is not null
        union all
        -- of which no file tells the time: that of the order stands for it
        select shop, coalesce(o.paid_at, o.created_at)::date
        from (from refund where applied_at is null) as undated
        join buyer_order as o using (shop, order_id)
    ) as told
    where day is not null and ($shop::varchar is null or shop = $shop)
    group by all
),
asking as (
    select shop, sum(refunds) as refunds, min(day) as first_day, max(day) as last_day from asked group by shop
),
rates as (
    select shop, any_value(asking.refunds) / sum(paid.orders) as rate
    from asking
    join paid using (shop)
    where paid.day between asking.first_day and asking.last_day
    group by shop
),
days as (
    select shop, day from asked
    union
    select shop, min(day) - 1 from paid where day is not null group by shop
),
gaps as (
    select shop, lag(day) over (partition by shop order by day) + 1 as first_day, day - 1 as last_day from days
),
missed as (
    select gaps.shop, gaps.first_day, gaps.last_day, sum(paid.orders)::bigint as orders
    from gaps
    join paid on paid.shop = gaps.shop and paid.day between gaps.first_day and gaps.last_day
    group by gaps.shop, gaps.first_day, gaps.last_day
)
select missed.*
from missed
join rates using (shop)
where orders * rate >= 10 and last_day - first_day >= 6
order by orders * rate desc
limit 1
