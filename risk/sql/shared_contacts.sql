-- Title: accounts that share a strong identifier
-- Description: exact match. What more accounts share than a household has (a pick-up station) links nobody.
-- Grain: shop × kind of key × key × buyer
-- Inputs: shared_contact, setting
with household as (
    select shop, link, key
    from shared_contact
    group by shop, link, key
    having count(*) <= (select value from setting where name = 'crowd_accounts')
)
select shop, link, key, buyer
from shared_contact
semi join household using (shop, link, key)
order by shop, link, key, buyer
