-- Title: numbers for buyers who have none yet
-- Grain: shop × buyer → buyer_number
-- Inputs: buyer_at_hand, buyer_number
insert into buyer_number
with named as (
    select distinct shop, buyer from buyer_at_hand anti join buyer_number using (shop, buyer)
),
given as (
    select shop, max(number) as last from buyer_number group by shop
)
select shop, buyer, coalesce(given.last, -1) + row_number() over (partition by shop)
from named
left join given using (shop)
