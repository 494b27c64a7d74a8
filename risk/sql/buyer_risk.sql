-- Title: verdict on each buyer of one shop and signal
-- Grain: shop × buyer × signal
-- Inputs: verdict (buyers by number, with the group of equals they are judged in), judged (what is known of those
--         groups' odds multiples), judged_member (linked accounts by number, the others of their group weighed in),
--         buyer_number
-- Parameters: $shop, $signal
insert into buyer_risk
select
    $shop,
    named.buyer,
    $signal,
    v.trials,
    v.observed,
    v.expected,
    v.expected_sd,
    v.evidence,
    v.kinds_factor,
    coalesce(m.excess, judged.excess),
    coalesce(m.excess_low, judged.excess_low),
    coalesce(m.excess_high, judged.excess_high),
    v.certainty,
    v.certainty_alone,
    v.tier,
    v.is_too_few
from verdict as v
join judged using (unit_key)
join buyer_number as named on named.shop = $shop and named.number = v.number
left join judged_member as m on m.number = v.number
