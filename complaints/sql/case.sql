-- Title: cases
-- Grain: case
-- Inputs: complaint_case
-- Parameters: $case_ids
select * from complaint_case where case_id in (select unnest($case_ids::varchar[]))
