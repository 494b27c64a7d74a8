-- Title: accounts that share a strong identifier
-- Description: exact match of phone, Alipay account, or receiver with full address, as keyed hashes. What more
--              accounts share than a household has (a pick-up station) links nobody.
-- Grain: shop × kind of key × key × buyer
-- Inputs: buyer_order, setting
with keys as (
    select distinct shop, 'phone' as link, phone_key as key, buyer
    from buyer_order
    where phone_key is not null and buyer is not null
    union all
    select distinct shop, 'alipay', alipay_key, buyer
    from buyer_order
    where alipay_key is not null and buyer is not null
    union all
    select distinct shop, 'address', address_key, buyer
    from buyer_order
    where address_key is not null and buyer is not null
),
shared as (
    select shop, link, key
    from keys
    group by shop, link, key
    having count(*) between 2 and (select value from setting where name = 'crowd_accounts')
)
select shop, link, key, buyer
from keys
semi join shared using (shop, link, key)
order by shop, link, key, buyer
