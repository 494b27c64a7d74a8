-- Title: take out what was counted of the affected buyers, and of orders that name nobody
-- Grain: buyer_product
-- Inputs: affected_buyer, buyer_number
delete from buyer_product
where buyer is null
    or (shop, buyer) in (select shop, number from buyer_number semi join affected_buyer using (shop, buyer))
