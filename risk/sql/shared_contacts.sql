-- Title: accounts that share a strong identifier
-- Description: exact match of phone, Alipay account, or receiver with full address, as keyed hashes. What more
--              accounts share than a household has (a pick-up station) links nobody.
-- Grain: shop × kind of key × key × buyer
-- Inputs: buyer_order, setting
with keys as (
    select shop, buyer, unnest([
        {'link': 'phone', 'key': phone_key},
        {'link': 'alipay', 'key': alipay_key},
        {'link': 'address', 'key': address_key}
    ], recursive := true)
    from buyer_order
    where buyer is not null
),
sharing as (
    select shop, link, key, buyer, count(*) over (partition by shop, link, key) as accounts
    from (select distinct * from keys where key is not null) as once
)
select shop, link, key, buyer
from sharing
where accounts between 2 and (select value from setting where name = 'crowd_accounts')
order by shop, link, key, buyer
