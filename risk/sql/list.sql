-- Title: the list of buyers
-- Description: strongest first
-- Grain: shop × buyer
-- Inputs: buyer_list
-- Parameters: $everyone (also those who are not flagged)
select * exclude (ref)
from buyer_list
where $everyone or tier <> 'none'
order by
    case tier when 'high' then 0 when 'watch' then 1 else 2 end,
    certainty desc,
    shop,
    buyer
