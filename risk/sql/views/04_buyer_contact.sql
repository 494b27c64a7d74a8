-- Title: strong identifiers of buyers, as orders tell them
-- Description: phone, Alipay account, and receiver with full address, as keyed hashes
-- Grain: order × kind of key
-- Inputs: buyer_order
create or replace view buyer_contact as
select shop, 'phone' as link, phone_key as key, buyer
from buyer_order
where phone_key is not null and buyer is not null
union all
select shop, 'alipay', alipay_key, buyer
from buyer_order
where alipay_key is not null and buyer is not null
union all
select shop, 'address', address_key, buyer
from buyer_order
where address_key is not null and buyer is not null;
