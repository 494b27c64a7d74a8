-- Title: a piece of evidence leaves a case; the row and the bytes stay
-- Grain: evidence
-- Parameters: $case_id, $number, $now
update evidence set dropped_at = $now where case_id = $case_id and evidence_id = $number and dropped_at is null
