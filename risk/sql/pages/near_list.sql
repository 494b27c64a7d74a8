-- Title: buyers to keep an eye on: not on the list, but more likely beyond the threshold than not
-- Description: those with an order in the last 60 days of the shop's data; whom the owner dismissed is left out. Below
--              the list a certainty says about 0.1 too much (docs/risk.md): from 0.6 on it is more likely than not.
-- Grain: shop × buyer
-- Inputs: buyer_risk, buyer_list
-- Parameters: $shop (null: all)
with newest as (
    select shop, max(last_order) as at from buyer_summary group by shop
)
select l.*, (count(*) over ())::bigint as found, r.signal
from (
    select shop, buyer, arg_max(signal, certainty) as signal, max(certainty) as certainty
    from buyer_risk
    where tier = 'none' and certainty >= 0.6 and not is_too_few
    group by shop, buyer
) as r
join buyer_list as l using (shop, buyer)
join newest on newest.shop = l.shop
where l.tier = 'none' and l.decision = 'open' and l.last_order >= newest.at - interval 60 day
    and ($shop::varchar is null or l.shop = $shop)
order by r.certainty desc, l.shop, l.buyer
limit 8
