-- Title: from the tenth layout of the database to the eleventh
-- Description: what chances sum up to is kept, by buyer and by buyer and product, so that an import need not add up
--              everybody's again. The verdicts are made anew at the next start, which fills both tables.
-- Inputs: meta
drop view if exists hit_loss;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '11' where key = 'schema_version';
