-- Title: cases' history, oldest first
-- Grain: event
-- Inputs: case_event
-- Parameters: $case_ids
select * from case_event where case_id in (select unnest($case_ids::varchar[])) order by event_id
