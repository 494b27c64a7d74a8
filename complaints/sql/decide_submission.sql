-- Title: what the platform answered to the last round
-- Grain: case × round
-- Parameters: $case_id, $decided_at, $result, $reason_class, $reason, $money
update submission
set decided_at = $decided_at, result = $result, reason_class = $reason_class, reason = $reason, money = $money
where case_id = $case_id and round = (select max(round) from submission where case_id = $case_id)
