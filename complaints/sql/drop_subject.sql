-- Title: an order, refund or review leaves a case
-- Grain: subject
-- Parameters: $case_id, $kind, $ref_id, $now
update case_subject set dropped_at = $now
where case_id = $case_id and kind = $kind and ref_id = $ref_id and dropped_at is null
