-- Title: from the fourth layout of the database to the fifth
-- Description: the chances are listed by the refresh itself; the views that did it go
-- Inputs: meta
drop view if exists trial_now;
drop view if exists unpaid_trial;
drop view if exists refund_trial;
drop view if exists review_trial;
drop view if exists line;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '5' where key = 'schema_version';
