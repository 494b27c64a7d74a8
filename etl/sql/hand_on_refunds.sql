-- Title: rows of refund whose refund has been told its number
-- Grain: row of refund
-- Inputs: number_of_refund
update refund
set refund_id = told.refund_id
from number_of_refund as told
where refund.shop = told.shop and refund.refund_id = told.own_id
