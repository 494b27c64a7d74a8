-- Title: cases' facts, in the order they happened
-- Grain: fact
-- Inputs: case_fact
-- Parameters: $case_ids
select * from case_fact
where case_id in (select unnest($case_ids::varchar[])) and dropped_at is null
order by "at" nulls last, fact_id
