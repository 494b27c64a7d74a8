-- Title: the versions of cases' texts, newest first
-- Grain: version
-- Inputs: case_text
-- Parameters: $case_ids
select * from case_text where case_id in (select unnest($case_ids::varchar[])) order by version desc
