-- Title: when the shop dealt with one buyer: contacts, and the steps of the cases that the buyer is in
-- Grain: contact | step of a case
-- Inputs: complaint_case, case_buyer, contact, submission
-- Parameters: $shop, $buyer
with mine as (
    select case_id, opened_at
    from complaint_case
    semi join (from case_buyer where shop = $shop and buyer = $buyer) as named using (case_id)
)
select 'contact' as kind, case_id, "at", channel as word
from contact
semi join mine using (case_id)
where dropped_at is null
union all
select 'case', case_id, opened_at, 'candidate' from mine
union all
select 'case', case_id, submitted_at, case when new_points is null then 'submitted' else 'appeal' end
from submission
semi join mine using (case_id)
union all
select 'case', case_id, decided_at, result from submission semi join mine using (case_id) where decided_at is not null
order by "at", case_id
