-- Title: of the listed buyers that the owner has looked at, how many were confirmed
-- Description: the last decision on each; by each signal they were listed for, and by any. `stated` is the mean
--              certainty they had when decided.
-- Grain: signal, and one row for all of them (signal null)
-- Inputs: owner_decision
-- Parameters: $shop (null: all)
with last as (
    select
        shop, buyer, arg_max(verdict, decided_at) as verdict, arg_max(signals, decided_at) as signals,
        arg_max(certainty, decided_at) as certainty
    from owner_decision
    where $shop::varchar is null or shop = $shop
    group by shop, buyer
),
listed as (
    select * from last where len(signals) > 0 and verdict <> 'taken_back'
),
each as (
    select unnest(signals) as signal, verdict, certainty from listed
    union all
    select null, verdict, certainty from listed
)
select signal, count(*) as decided, count(*) filter (verdict = 'confirmed') as confirmed, avg(certainty) as stated
from each
group by signal
order by signal nulls first
