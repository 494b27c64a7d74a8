-- Title: the cases that a buyer is in
-- Grain: case
-- Inputs: complaint_case, case_buyer
-- Parameters: $shop, $buyer
select case_id, stage, opened_at
from complaint_case
semi join (from case_buyer where shop = $shop and buyer = $buyer) as mine using (case_id)
order by opened_at desc, case_id
