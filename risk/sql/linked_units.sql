-- Title: linked accounts with the group of equal buyers they are judged in
-- Grain: shop × signal × buyer
-- Inputs: units, linked_account
select u.shop, u.signal, u.buyer, l.linked_group, u.trials, u.unit_key
from units as u
join linked_account as l using (shop, buyer)
order by all
