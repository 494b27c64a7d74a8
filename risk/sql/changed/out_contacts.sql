-- Title: take out the identifiers that are looked at anew, whoever shares them
-- Grain: shared_contact
-- Inputs: asked_key
delete from shared_contact as listed
using asked_key as asked
where listed.shop = asked.shop and listed.link = asked.link and listed.key = asked.key
