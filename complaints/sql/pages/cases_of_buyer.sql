-- Title: the cases that a buyer is in
-- Grain: case
-- Inputs: complaint_case, case_subject
-- Parameters: $shop, $buyer
select distinct c.case_id, c.stage, c.opened_at
from complaint_case as c
left join case_subject as s on s.case_id = c.case_id and s.dropped_at is null
where c.shop = $shop and (c.buyer = $buyer or s.buyer = $buyer)
order by c.opened_at desc, c.case_id
