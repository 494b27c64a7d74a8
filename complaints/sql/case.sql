-- Title: one case
-- Grain: case
-- Inputs: complaint_case
-- Parameters: $case_id
select * from complaint_case where case_id = $case_id
