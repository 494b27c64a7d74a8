-- Title: delete a case's rows of case_event for good
-- Grain: case
-- Parameters: $case_id
delete from case_event where case_id = $case_id
