-- Title: delete a case's rows of submission for good
-- Grain: case
-- Parameters: $case_id
delete from submission where case_id = $case_id
