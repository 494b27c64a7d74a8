-- Title: where a buyer stands on the shop's list, and since when
-- Description: strongest first, as the list is; since: when the buyer last came on it
-- Grain: one row for a buyer on the list, else none
-- Inputs: listed_buyer, list_change
-- Parameters: $shop, $buyer
with ranked as (
    select buyer, row_number() over (order by tier = 'high' desc, certainty desc, buyer) as place
    from listed_buyer
    where shop = $shop
)
select
    place::integer as place,
    (
        select max(changed_at)
        from list_change
        where shop = $shop and buyer = $buyer and tier_before = 'none' and tier <> 'none'
    ) as since
from ranked
where buyer = $buyer
