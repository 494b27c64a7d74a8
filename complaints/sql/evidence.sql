-- Title: a case's evidence, by the numbers that the text cites
-- Grain: evidence
-- Inputs: evidence
-- Parameters: $case_id
select * from evidence where case_id = $case_id and dropped_at is null order by number
