-- Title: the times a case went to the platform
-- Grain: case × round
-- Inputs: submission
-- Parameters: $case_id
select * from submission where case_id = $case_id order by round
