-- Title: a new case
-- Grain: case
-- Parameters: $case_id, $shop, $buyer, $origin, $title, $violation, $scene, $now
insert into complaint_case (case_id, shop, buyer, origin, title, violation, scene, stage, stage_at, opened_at)
values ($case_id, $shop, $buyer, $origin, $title, $violation, $scene, 'candidate', $now, $now)
