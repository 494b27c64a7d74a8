-- Title: take out what was summed up of the affected buyers
-- Grain: buyer_facts
-- Inputs: affected_buyer
delete from buyer_facts as summed
using affected_buyer as affected
where summed.shop = affected.shop and summed.buyer = affected.buyer
