-- Title: how many trials of a buyer fall on one day, on average over the trials
-- Grain: buyer, by number
-- Inputs: trial, buyer_number
-- Parameters: $shop, $signal
with days as (
    select shop, buyer, "at"::date as day, sum(weight) as trials
    from trial
    where shop = $shop and signal = $signal and is_counted and buyer is not null
    group by all
)
select number, sum(trials ** 2) / sum(trials) as day_size
from days
join buyer_number using (shop, buyer)
group by number
