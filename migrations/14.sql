-- Title: from the thirteenth layout of the database to the fourteenth
-- Description: verdicts on buyers who are equal in what matters are kept once for all of them; buyer_risk is a view.
--              The verdicts are made anew at the next start, which fills the tables.
-- Inputs: meta
drop table if exists buyer_facts;
drop table if exists buyer_risk;
drop table if exists buyer_summary;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '14' where key = 'schema_version';
