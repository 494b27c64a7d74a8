-- Title: from the ninth layout of the database to the tenth
-- Description: no table changes. Refunds that no refund export tells of are worth less towards the tier high; the
--              verdicts are made anew at the next start.
-- Inputs: meta
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '10' where key = 'schema_version';
