-- Title: strong identifiers that several accounts share, however many
-- Grain: shop × kind of key × key × buyer → shared_contact
-- Inputs: asked_contact
insert into shared_contact
with told as (
    select distinct shop, link, key, buyer from asked_contact
),
shared as (
    select shop, link, key from told group by shop, link, key having count(*) > 1
)
select shop, link, key, buyer
from told
semi join shared using (shop, link, key)
