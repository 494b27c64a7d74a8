-- Title: the buyer that a page's address speaks of
-- Grain: shop × buyer, one or none
-- Inputs: buyer_summary
-- Parameters: $ref
select shop, buyer from buyer_summary where buyer_ref(shop, buyer) = $ref
