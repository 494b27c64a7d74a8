-- Title: what the owner has decided about one buyer, the newest first
-- Grain: decision
-- Inputs: owner_decision
-- Parameters: $shop, $buyer
select decided_at, verdict, reason
from owner_decision
where shop = $shop and buyer = $buyer
order by decided_at desc
