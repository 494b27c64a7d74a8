-- Title: delete a case's rows of complaint_case for good
-- Grain: case
-- Parameters: $case_id
delete from complaint_case where case_id = $case_id
