-- Title: how many trials of a buyer fall on one day, on average over the trials, and on how many days his hits fall
-- Description: hits of which no export tells the day count as a day each: nobody can say that they go together
-- Grain: buyer, by number
-- Inputs: trial, buyer_number
-- Parameters: $shop, $signal
with days as (
    select
        shop, buyer, "at"::date as day, sum(weight) as trials, coalesce(sum(weight) filter (is_hit), 0) as hits
    from trial
    where shop = $shop and signal = $signal and is_counted and buyer is not null
    group by all
)
select
    number,
    sum(trials ** 2) / sum(trials) as day_size,
    sum(case when day is null then round(hits) when hits > 0 then 1 else 0 end)::bigint as hit_days
from days
join buyer_number using (shop, buyer)
group by number
