-- Title: the versions of a case's text, newest first
-- Grain: version
-- Inputs: case_text
-- Parameters: $case_id
select * from case_text where case_id = $case_id order by version desc
