-- Title: from the third layout of the database to the fourth
-- Description: what is known of each buyer needs no index. Both
--              tables are dropped and made anew at the next refresh.
-- Inputs: meta
drop view if exists buyer_list;
drop table if exists buyer_risk;
drop table if exists buyer_summary;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '4' where key = 'schema_version';
