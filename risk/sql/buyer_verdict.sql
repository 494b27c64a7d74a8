-- Title: verdicts of one shop and signal that are told of each buyer by himself: of the flagged and the linked
-- Grain: shop × buyer × signal
-- Inputs: frame (number, observed, excess, excess_low, excess_high, certainty, tier), buyer_number
-- Parameters: $shop, $signal
insert into buyer_verdict by name
select $shop as shop, buyer, $signal as signal, frame.* exclude (number)
from frame
join buyer_number as named on named.shop = $shop and named.number = frame.number
