-- Title: a case goes to the platform
-- Grain: case × round
-- Parameters: $case_id, $now, $platform_no, $expected_by, $new_points
insert into submission (case_id, round, submitted_at, platform_no, expected_by, new_points)
select $case_id, coalesce(max(round), 0) + 1, $now, $platform_no, $expected_by, $new_points
from submission
where case_id = $case_id
