-- Title: what cases are about, and which other cases are about the same
-- Description: the platform takes one complaint an order and a review, so a second case is a warning
-- Grain: subject
-- Inputs: case_subject, complaint_case
-- Parameters: $case_ids
with mine as (
    select * from case_subject where case_id in (select unnest($case_ids::varchar[])) and dropped_at is null
),
others as (
    select mine.case_id, mine.kind, mine.ref_id, string_agg(other.case_id, ', ' order by other.case_id) as also_in
    from mine
    join case_subject as other on other.kind = mine.kind and other.ref_id = mine.ref_id
    join complaint_case as c on c.case_id = other.case_id
    where other.case_id <> mine.case_id and other.dropped_at is null and c.stage <> 'dropped'
    group by mine.case_id, mine.kind, mine.ref_id
)
select mine.case_id, mine.kind, mine.ref_id, mine.order_id, mine.buyer, mine.added_at, others.also_in
from mine
left join others using (case_id, kind, ref_id)
order by mine.added_at, mine.kind, mine.ref_id
