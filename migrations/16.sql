-- Title: from the fifteenth layout of the database to the sixteenth
-- Description: nothing is laid out anew; where an export tells of no order when it was placed, the chances stand at the
--              time of payment, so the verdicts are made anew at the next start.
-- Inputs: meta
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '16' where key = 'schema_version';
