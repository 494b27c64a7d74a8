-- Title: the buyers that a case is about
-- Description: the one it was opened against, and whoever's orders, refunds or reviews it names: linked accounts
-- Grain: case × buyer
-- Inputs: complaint_case, case_subject
create or replace view case_buyer as
select case_id, shop, buyer from complaint_case where buyer is not null
union
select case_id, c.shop, s.buyer
from complaint_case as c
join case_subject as s using (case_id)
where s.buyer is not null and s.dropped_at is null;
