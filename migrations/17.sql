-- Title: from the sixteenth layout of the database to the seventeenth
-- Description: where what is ordered on a day goes together, the tier high needs more than one day, which the fit
--              tells; so the verdicts are made anew at the next start.
-- Inputs: signal_fit, meta
drop table if exists signal_fit;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '17' where key = 'schema_version';
