-- Title: each buyer's refunds by kind
-- Grain: buyer, by number
-- Inputs: buyer_facts, buyer_number
-- Parameters: $shop
select number, unsent_parcels as before_dispatch, kept_parcels as refund_only, returned_parcels as returned
from buyer_facts
join buyer_number using (shop, buyer)
where shop = $shop and unsent_parcels + kept_parcels + returned_parcels > 0
