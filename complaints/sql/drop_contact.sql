-- Title: a contact written down by mistake; the row stays
-- Grain: contact
-- Parameters: $case_id, $number, $now
update contact set dropped_at = $now where case_id = $case_id and contact_id = $number and dropped_at is null
