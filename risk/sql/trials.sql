-- Title: every chance, as the verdicts are made from it
-- Grain: as trial_now → trial
-- Inputs: trial_now
insert into trial by name
select * from trial_now
