-- Title: keep the owner's value for a rule
-- Grain: rule
-- Inputs: rule_correction
-- Parameters: $rule_id, $value (JSON), $note
insert or replace into rule_correction (rule_id, value, note, corrected_at)
values ($rule_id, $value, $note, localtimestamp::timestamp)
