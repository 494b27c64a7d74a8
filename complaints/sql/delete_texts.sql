-- Title: delete a case's rows of case_text for good
-- Grain: case
-- Parameters: $case_id
delete from case_text where case_id = $case_id
