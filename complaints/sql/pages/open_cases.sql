-- Title: buyers that an open case is about
-- Description: of several cases the newest
-- Grain: shop × buyer
-- Inputs: complaint_case, case_subject
-- Parameters: $stages (those that are open)
with named as (
    select case_id, shop, buyer, opened_at from complaint_case where list_contains($stages::varchar[], stage)
    union all
    select c.case_id, c.shop, s.buyer, c.opened_at
    from complaint_case as c
    join case_subject as s on s.case_id = c.case_id and s.dropped_at is null
    where list_contains($stages::varchar[], c.stage)
)
select shop, buyer, arg_max(case_id, (opened_at, case_id)) as case_id
from named
where buyer is not null
group by shop, buyer
