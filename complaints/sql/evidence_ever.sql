-- Title: all the evidence that a case ever had
-- Grain: evidence
-- Inputs: evidence
-- Parameters: $case_id
select sha256 from evidence where case_id = $case_id
