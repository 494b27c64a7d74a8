-- Title: delete a case's rows of evidence for good
-- Grain: case
-- Parameters: $case_id
delete from evidence where case_id = $case_id
