-- Title: take out what was counted of the affected buyers, and of orders that name nobody
-- Grain: buyer_product
-- Inputs: affected_buyer
delete from buyer_product
where buyer is null or (shop, buyer) in (from affected_buyer)
