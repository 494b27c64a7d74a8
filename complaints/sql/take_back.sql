-- Title: forget the owner's value for a rule
-- Grain: rule
-- Inputs: rule_correction
-- Parameters: $rule_id
delete from rule_correction where rule_id = $rule_id
