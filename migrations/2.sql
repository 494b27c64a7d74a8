-- Title: from the first layout of the database to the second
-- Description: imports can be undone; the chances behind the verdicts are kept. What risk remakes is dropped and made
--              anew at the next refresh.
-- Inputs: batch, meta
alter table batch add column if not exists undone_at timestamp;
drop view if exists buyer_list;
drop view if exists trial;
drop table if exists buyer_risk;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '2' where key = 'schema_version';
insert or ignore into meta values ('schema_version', '2');
