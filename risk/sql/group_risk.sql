-- Title: verdict on each group of linked accounts and signal
-- Grain: shop × linked group × signal
-- Inputs: units, judged, setting
insert into group_risk
select
    shop,
    linked_group,
    signal,
    members,
    trials,
    observed,
    u.expected,
    excess,
    excess_low,
    certainty,
    case
        when certainty >= (select value from setting where name = 'high_certainty')
            and observed >= (select value from setting where name = 'high_observed') then 'high'
        when certainty >= (select value from setting where name = 'watch_certainty')
            and observed >= (select value from setting where name = 'watch_observed') then 'watch'
        else 'none'
    end as tier
from units as u
join judged using (unit_key)
where u.linked_group is not null
