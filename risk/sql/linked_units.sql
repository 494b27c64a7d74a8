-- Title: linked accounts with the group of equal buyers they are judged in
-- Grain: shop × signal × buyer
-- Inputs: units, linked_account
select
    u.shop,
    u.signal,
    u.buyer,
    l.linked_group,
    u.trials::integer as trials,
    u.observed::integer as observed,
    u.rate_step,
    u.precision_step,
    u.evidence_step
from units as u
join linked_account as l using (shop, buyer)
order by all
