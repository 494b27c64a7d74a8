-- Title: lessons that contain the words
-- Description: in the lesson, the platform's reason, or the case's title
-- Grain: case
-- Inputs: complaint_case, submission
-- Parameters: $words (empty: all)
with reasons as (
    select
        case_id, string_agg(reason, ' ' order by round) as reason, arg_max(result, round) as result,
        arg_max(reason_class, round) filter (reason_class is not null) as reason_class
    from submission
    group by case_id
)
select c.case_id, c.title, c.violation, c.lesson, reasons.reason, reasons.result, reasons.reason_class, c.stage_at
from complaint_case as c
left join reasons using (case_id)
where (c.lesson is not null or reasons.reason is not null)
    and contains(lower(concat_ws(' ', c.title, c.lesson, reasons.reason, c.case_id)), lower($words))
order by c.stage_at desc, c.case_id
