-- Title: unpaid orders, refunds and bad reviews a week, and the listed buyers' part of them
-- Description: as they happened, weeks from Monday; an order of several products is one unpaid order
-- Grain: signal × week
-- Inputs: trial, listed_buyer
-- Parameters: $shop (null: all)
with hits as (
    select distinct t.signal, t.ref_id, t.shop, date_trunc('week', t.at) as week, s.tier is not null as is_listed
    from trial as t
    left join listed_buyer as s on s.shop = t.shop and s.buyer = t.buyer
    where t.is_hit and t.at is not null and ($shop::varchar is null or t.shop = $shop)
),
weeks as (
    select unnest(generate_series(min(week), max(week), interval 7 day)) as week from hits
)
select
    signals.signal, weeks.week,
    count(hits.ref_id)::integer as everyone,
    (count(hits.ref_id) filter (hits.is_listed))::integer as listed
from weeks
cross join (select unnest(['unpaid', 'refund', 'review']) as signal) as signals
left join hits on hits.signal = signals.signal and hits.week = weeks.week
group by all
order by signals.signal, weeks.week
