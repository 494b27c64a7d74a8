-- Title: buyers that an open case is about
-- Description: of several cases the newest
-- Grain: shop × buyer
-- Inputs: complaint_case, case_buyer
-- Parameters: $stages (those that are open)
select b.shop, b.buyer, arg_max(case_id, (opened_at, case_id)) as case_id
from complaint_case as c
join case_buyer as b using (case_id)
where list_contains($stages::varchar[], stage)
group by b.shop, b.buyer
