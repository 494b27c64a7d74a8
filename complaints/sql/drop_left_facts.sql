-- Title: facts of the data leave a case together with the last subject that brought them
-- Description: a subject out of the case must not go on counting its deadline, its money or its place in the text.
--              An order's own facts stay while any subject is about that order; what the owner wrote stays.
-- Grain: fact
-- Inputs: case_fact, case_subject
-- Parameters: $case_id, $now
with mine as (
    select kind, ref_id, order_id from case_subject where case_id = $case_id and dropped_at is null
),
orders as (
    select order_id from mine where order_id is not null
    union
    select ref_id from mine where kind = 'order'
    union
    select fact.order_id from case_fact as fact semi join mine using (ref_id)
    where fact.case_id = $case_id and fact.order_id is not null
)
update case_fact set dropped_at = $now
where case_id = $case_id and source = 'data' and dropped_at is null
    and ref_id not in (select ref_id from mine)
    and not (ref_id = order_id and order_id in (select order_id from orders))
    and not coalesce(order_id in (select ref_id from mine where kind = 'order'), false)
