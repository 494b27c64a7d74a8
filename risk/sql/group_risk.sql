-- Title: verdict on each group of linked accounts and signal
-- Grain: shop × linked group × signal
-- Inputs: units, judged, linked_account, told_hits, setting
insert into group_risk
with told as (
    select shop, linked_group, sum(hits) as hits
    from told_hits
    join linked_account using (shop, buyer)
    group by shop, linked_group
)
select
    u.shop,
    u.linked_group,
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
            and case when signal = 'refund' then worth_of(observed, coalesce(told.hits, 0))
                else observed end >= (select value from setting where name = 'high_observed') then 'high'
        when certainty >= (select value from setting where name = 'watch_certainty')
            and observed >= (select value from setting where name = 'watch_observed') then 'watch'
        else 'none'
    end as tier
from units as u
join judged using (unit_key)
left join told on told.shop = u.shop and told.linked_group = u.linked_group
where u.linked_group is not null
