-- Title: the cases that have a file among their evidence, taken out or not
-- Grain: case
-- Inputs: evidence
-- Parameters: $sha256
select distinct case_id from evidence where sha256 = $sha256
