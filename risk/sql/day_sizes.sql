-- Title: how many trials of a buyer fall on one day, on average over the trials
-- Grain: shop × signal × buyer, for signals whose trials go together → temp table day_sizes
-- Inputs: trial, alike (shop, signal, alikeness)
create or replace temp table day_sizes as
with days as (
    select shop, signal, buyer, "at"::date as day, sum(weight) as trials
    from trial
    semi join alike using (shop, signal)
    where is_counted and buyer is not null
    group by all
)
select shop, signal, buyer, sum(trials ** 2) / sum(trials) as day_size
from days
group by shop, signal, buyer
