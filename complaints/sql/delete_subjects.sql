-- Title: delete a case's rows of case_subject for good
-- Grain: case
-- Parameters: $case_id
delete from case_subject where case_id = $case_id
