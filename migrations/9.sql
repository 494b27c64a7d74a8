-- Title: from the eighth layout of the database to the ninth
-- Description: of a closed order it may be unknown whether it was paid. The verdicts are made anew at the next start.
-- Inputs: meta, buyer_order
alter table buyer_order alter column is_unpaid drop not null;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '9' where key = 'schema_version';
