-- Title: numbers for buyers who have none yet
-- Grain: shop × buyer → buyer_number
-- Inputs: summed_chance, summed_review, buyer_number
insert into buyer_number
with named as (
    select shop, buyer from summed_chance where buyer is not null
    union
    select shop, buyer from summed_review where buyer is not null
),
given as (
    select shop, max(number) as last from buyer_number group by shop
)
select shop, buyer, coalesce(given.last, -1) + row_number() over (partition by shop)
from named
anti join buyer_number using (shop, buyer)
left join given using (shop)
