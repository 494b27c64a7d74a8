-- Title: groups of buyers who are judged as one
-- Description: `buyers` counts single buyers only: groups of linked accounts are judged by the fit, not part of it
-- Grain: shop × signal × unit_key
-- Inputs: units
select
    shop,
    signal,
    unit_key,
    any_value(trials) as trials,
    any_value(observed) as observed,
    exp(any_value(evidence_step) / 10.0) as evidence,
    count(buyer)::double as buyers,
    avg(expected) as expected,
    avg(expected_sd) as expected_sd
from units
group by shop, signal, unit_key
order by shop, signal, unit_key
