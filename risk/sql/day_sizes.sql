-- Title: how many trials of a buyer fall on one day, on average over the trials, and on how many days his hits fall
-- Description: hits of which no export tells the day count as a day each: nobody can say that they go together
-- Grain: buyer, by number
-- Inputs: trial, buyer_number
-- Parameters: $shop, $signal
with days as (
    select shop, buyer, "at"::date as day, sum(weight) as trials, count(distinct ref_id) filter (is_hit) as hits
    from trial
    where shop = $shop and signal = $signal and is_counted and buyer is not null
    group by all
)
select
    number,
    sum(trials ** 2) / sum(trials) as day_size,
    sum(case when day is null then hits else least(hits, 1) end)::bigint as hit_days
from days
join buyer_number using (shop, buyer)
group by number
