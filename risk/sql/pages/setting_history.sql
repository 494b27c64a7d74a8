-- Title: what the owner has changed in the settings, the newest first
-- Grain: change of one setting
-- Inputs: setting_change
select changed_at, name, value_before, value
from setting_change
order by changed_at desc, name
limit 100
