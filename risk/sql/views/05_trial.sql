-- Title: every chance that a buyer had, and what came of it
-- Description: is_counted = false rows are neither trial nor hit for a verdict; why_not says why
-- Grain: signal × (order × product | line | review)
-- Inputs: unpaid_trial, refund_trial, review_trial
create or replace view trial_now as
select * from unpaid_trial
union all by name
select * from refund_trial
union all by name
select * from review_trial
