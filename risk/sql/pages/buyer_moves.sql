-- Title: what the imports changed in one buyer's record
-- Description: newest first; `more` is what came on top of the record before, null for the first
-- Grain: signal × refresh
-- Inputs: signal_change
-- Parameters: $shop, $buyer
select
    changed_at, signal, trials, observed, certainty, tier,
    observed - lag(observed) over (partition by signal order by changed_at) as more
from signal_change
where shop = $shop and buyer = $buyer
order by changed_at desc, certainty desc
limit 8
