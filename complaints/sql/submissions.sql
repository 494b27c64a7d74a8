-- Title: the times cases went to the platform
-- Grain: case × round
-- Inputs: submission
-- Parameters: $case_ids
select * from submission where case_id in (select unnest($case_ids::varchar[])) order by round
