-- Title: unpaid orders, refunds and bad reviews a week, and the listed buyers' part of them
-- Description: as they happened, weeks from Monday; an order of several products is one unpaid order. One that may
--              still be paid is none yet. undated: those of the signal that no export tells a time of.
-- Grain: signal × week
-- Inputs: trial, listed_buyer
-- Parameters: $shop (null: all), $product (null: any)
with hits as (
    select shop, buyer, signal, date_trunc('week', "at") as week, weight
    from trial
    where is_hit and why_not is distinct from 'payment_window' and ($shop::varchar is null or shop = $shop)
        and ($product::varchar is null or product = $product)
),
everyone as (
    select signal, week, sum(weight) as hits from hits group by signal, week
),
listed as (
    select signal, week, sum(weight) as hits from hits semi join listed_buyer using (shop, buyer) group by signal, week
),
weeks as (
    select unnest(generate_series(min(week), max(week) filter (not is_ahead(week)), interval 7 day)) as week from everyone
)
select
    signals.signal, weeks.week,
    round(coalesce(everyone.hits, 0))::integer as everyone,
    round(coalesce(listed.hits, 0))::integer as listed,
    round(coalesce(undated.hits, 0))::integer as undated
from weeks
cross join (select unnest(['unpaid', 'refund', 'review']) as signal) as signals
left join everyone using (signal, week)
left join listed using (signal, week)
left join (select signal, hits from everyone where week is null) as undated using (signal)
order by signals.signal, weeks.week
