-- Title: what the owner may change of a case
-- Grain: case
-- Parameters: $case_id and the columns that complaints/cases.py names
update complaint_case
set
    title = $title, violation = $violation, scene = $scene, guide = $guide, other_loss = $other_loss, harm = $harm,
    no_contact_reason = $no_contact_reason, lesson = $lesson, keep_until = $keep_until
where case_id = $case_id
