-- Title: delete a case's rows of contact for good
-- Grain: case
-- Parameters: $case_id
delete from contact where case_id = $case_id
