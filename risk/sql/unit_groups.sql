-- Title: groups of buyers who are judged as one
-- Description: `buyers` counts single buyers only: groups of linked accounts are judged by the fit, not part of it
-- Grain: shop × signal × trials × observed × rate_step × precision_step × evidence_step
-- Inputs: units
select
    shop,
    signal,
    trials::integer as trials,
    observed::integer as observed,
    rate_step,
    precision_step,
    evidence_step,
    exp(evidence_step / 10.0) as evidence,
    count(buyer)::double as buyers,
    avg(expected) as expected,
    avg(expected_sd) as expected_sd
from units
group by all
order by all
