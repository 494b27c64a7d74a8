-- Title: from the seventh layout of the database to the eighth
-- Description: a line of an order stands once in the list of chances, not once a signal; the table becomes a view of
--              the same name. It is made anew at the next refresh.
-- Inputs: meta
drop table if exists trial;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '8' where key = 'schema_version';
