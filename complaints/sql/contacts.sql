-- Title: a case's contacts, oldest first
-- Grain: contact
-- Inputs: contact
-- Parameters: $case_id
select * from contact where case_id = $case_id and dropped_at is null order by "at", contact_id
