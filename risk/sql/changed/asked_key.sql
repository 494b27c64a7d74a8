-- Title: strong identifiers that the affected buyers have, or shared with others
-- Grain: shop × kind of key × key → temp table asked_key
-- Inputs: affected_buyer, buyer_contact, shared_contact (as it was)
create or replace temp table asked_key as
select shop, link, key from buyer_contact semi join affected_buyer using (shop, buyer)
union
select shop, link, key from shared_contact semi join affected_buyer using (shop, buyer)
