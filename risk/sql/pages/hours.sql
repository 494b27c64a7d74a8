-- Title: when listed buyers place what they do not pay, refund or rate badly, and when others place their orders
-- Description: order and refund by the time of the order, reviews by their own
-- Grain: weekday (1 Monday … 7 Sunday) × hour
-- Inputs: trial, listed_buyer
-- Parameters: $shop (null: all), $signal, $since (null: any)
select
    isodow(t."at")::integer as weekday, hour(t."at")::integer as hour,
    count(distinct t.ref_id) filter (l.buyer is not null and t.is_hit and t.is_counted) as listed,
    count(distinct t.ref_id) filter (l.buyer is null) as others
from trial as t
left join listed_buyer as l on l.shop = t.shop and l.buyer = t.buyer
where t.signal = $signal and t."at" is not null
    and ($shop::varchar is null or t.shop = $shop) and ($since::timestamp is null or t."at" >= $since)
group by 1, 2
order by 1, 2
