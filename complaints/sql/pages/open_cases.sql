-- Title: buyers that an open case is about
-- Description: of several cases the newest
-- Grain: shop × buyer
-- Inputs: complaint_case, case_subject
with named as (
    select case_id, shop, buyer, opened_at from complaint_case where stage not in ('closed', 'dropped')
    union all
    select c.case_id, c.shop, s.buyer, c.opened_at
    from complaint_case as c
    join case_subject as s on s.case_id = c.case_id and s.dropped_at is null
    where c.stage not in ('closed', 'dropped')
)
select shop, buyer, arg_max(case_id, (opened_at, case_id)) as case_id
from named
where buyer is not null
group by shop, buyer
