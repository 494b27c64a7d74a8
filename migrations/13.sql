-- Title: from the twelfth layout of the database to the thirteenth
-- Description: a buyer's row holds what each signal says of him, and lines that only their order tells of weigh as one.
--              The verdicts are made anew at the next start, which fills the tables.
-- Inputs: meta
drop table if exists buyer_summary;
drop table if exists order_chance;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '13' where key = 'schema_version';
