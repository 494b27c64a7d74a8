-- Title: from the second layout of the database to the third
-- Description: verdicts say what their evidence is worth. What risk remakes is dropped and made anew at the next refresh.
-- Inputs: meta
drop view if exists buyer_list;
drop table if exists trial;
drop table if exists buyer_risk;
drop table if exists signal_fit;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '3' where key = 'schema_version';
