-- Title: from the seventeenth layout of the database to the eighteenth
-- Description: nothing is laid out anew; an order whose time to pay has not run out happened to nobody yet, also where
--              the buyer ordered the same again, so the verdicts are made anew at the next start.
-- Inputs: meta
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '18' where key = 'schema_version';
