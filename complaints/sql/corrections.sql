-- Title: what the owner corrected in the rulebook
-- Grain: rule
-- Inputs: rule_correction
select rule_id, value, note, corrected_at from rule_correction order by rule_id
