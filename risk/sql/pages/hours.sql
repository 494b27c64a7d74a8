-- Title: when listed buyers place what they do not pay, refund or rate badly, and when others place their orders
-- Description: order and refund by the time of the order, reviews by their own
-- Grain: weekday (1 Monday … 7 Sunday) × hour
-- Inputs: trial, listed_buyer
-- Parameters: $shop (null: all), $signal, $since (null: any)
with chances as (
    select shop, buyer, isodow("at") as weekday, hour("at") as hour, weight, is_hit and is_counted as is_counted_hit
    from trial
    where signal = $signal and "at" is not null
        and ($shop::varchar is null or shop = $shop) and ($since::timestamp is null or "at" >= $since)
),
everyone as (
    select weekday, hour, sum(weight) as chances from chances group by weekday, hour
),
listed as (
    select weekday, hour, sum(weight) as chances, sum(weight) filter (is_counted_hit) as hits
    from chances semi join listed_buyer using (shop, buyer)
    group by weekday, hour
)
select
    e.weekday::integer as weekday, e.hour::integer as hour, round(coalesce(l.hits, 0))::bigint as listed,
    round(e.chances - coalesce(l.chances, 0))::bigint as others
from everyone as e
left join listed as l using (weekday, hour)
order by e.weekday, e.hour
