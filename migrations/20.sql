-- Title: from the nineteenth layout of the database to the twentieth
-- Description: a refund that nothing tells the state of counts as one that was asked for; the verdicts are made anew at
--              the next start.
-- Inputs: meta
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '20' where key = 'schema_version';
