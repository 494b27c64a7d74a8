-- Title: one more event in a case's history
-- Grain: event
-- Parameters: $case_id, $at, $kind, $text, $detail
insert into case_event (case_id, "at", kind, text, detail) values ($case_id, $at, $kind, $text, $detail)
