-- Title: cases' contacts, oldest first
-- Grain: contact
-- Inputs: contact
-- Parameters: $case_ids
select * from contact
where case_id in (select unnest($case_ids::varchar[])) and dropped_at is null
order by "at", contact_id
