-- Title: cases' evidence, by the numbers that the text cites
-- Grain: evidence
-- Inputs: evidence
-- Parameters: $case_ids
select * from evidence
where case_id in (select unnest($case_ids::varchar[])) and dropped_at is null
order by number
