-- Title: cases that the platform has decided
-- Description: the result of the last decided round; the evidence that was there when the case was handed in
-- Grain: case
-- Inputs: complaint_case, submission, evidence
-- Parameters: $shop (null: every shop)
with decided as (
    select
        -- as one: a round that was won has no reason, and an earlier one's is not its own
        case_id, arg_max({'result': result, 'class': reason_class, 'reason': reason}, round) as last,
        max(decided_at) as decided_at, min(submitted_at) as submitted_at, max(submitted_at) as last_submitted_at,
        sum(money) as money, count(*)::integer as rounds
    from submission
    where result is not null
    group by case_id
),
shown as (
    select e.case_id, list(distinct e.kind order by e.kind) as evidence
    from evidence as e
    join decided using (case_id)
    where e.dropped_at is null and e.added_at <= decided.last_submitted_at
    group by e.case_id
)
select
    c.case_id, c.shop, c.title, c.violation, c.scene, c.lesson, d.last.result as result,
    d.last.class as reason_class, d.last.reason as reason, d.decided_at, d.rounds,
    coalesce(d.money, 0)::double as money, coalesce(shown.evidence, []) as evidence,
    date_diff('day', d.submitted_at, d.decided_at) as days
from decided as d
join complaint_case as c using (case_id)
left join shown using (case_id)
where $shop is null or c.shop = $shop
order by d.decided_at desc, c.case_id
