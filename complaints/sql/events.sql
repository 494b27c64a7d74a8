-- Title: a case's history, oldest first
-- Grain: event
-- Inputs: case_event
-- Parameters: $case_id
select * from case_event where case_id = $case_id order by event_id
