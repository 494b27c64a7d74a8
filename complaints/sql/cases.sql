-- Title: every case, newest first
-- Grain: case
-- Inputs: complaint_case, submission
-- told as one: what the last round does not know yet is not what an earlier one knew
with last_round as (
    select case_id, arg_max({'result': result, 'expected_by': expected_by}, round) as told, max(round) as round
    from submission
    group by case_id
)
select
    complaint_case.*, last_round.told.result as result, last_round.told.expected_by as expected_by,
    coalesce(last_round.round, 0) as round
from complaint_case
left join last_round using (case_id)
order by opened_at desc, case_id desc
