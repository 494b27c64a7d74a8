-- Title: linked accounts by number
-- Grain: shop × buyer
-- Inputs: linked_account, buyer_number
select shop, number, linked_group
from linked_account
join buyer_number using (shop, buyer)
order by shop, linked_group, number
