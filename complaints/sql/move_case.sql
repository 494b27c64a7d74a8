-- Title: a case enters a stage
-- Grain: case
-- Parameters: $case_id, $stage, $now
update complaint_case set stage = $stage, stage_at = $now where case_id = $case_id
