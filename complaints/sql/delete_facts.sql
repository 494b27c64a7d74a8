-- Title: delete a case's rows of case_fact for good
-- Grain: case
-- Parameters: $case_id
delete from case_fact where case_id = $case_id
