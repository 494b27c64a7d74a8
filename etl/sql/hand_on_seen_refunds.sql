-- Title: rows of refund_sighting whose refund has been told its number
-- Grain: row of refund_sighting
-- Inputs: number_of_refund
update refund_sighting
set refund_id = told.refund_id
from number_of_refund as told
where refund_sighting.shop = told.shop and refund_sighting.refund_id = told.own_id
