-- Title: a fact is taken out of a case; the row stays
-- Grain: fact
-- Parameters: $case_id, $number, $now
update case_fact set dropped_at = $now where case_id = $case_id and fact_id = $number and dropped_at is null
