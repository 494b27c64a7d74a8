-- Title: a case's facts, in the order they happened
-- Grain: fact
-- Inputs: case_fact
-- Parameters: $case_id
select * from case_fact
where case_id = $case_id and dropped_at is null
order by "at" nulls last, fact_id
