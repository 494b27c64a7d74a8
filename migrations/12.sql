-- Title: from the eleventh layout of the database to the twelfth
-- Description: buyers and products have numbers, and what buyers did in products is kept by them. The verdicts are made
--              anew at the next start, which fills the tables.
-- Inputs: meta
drop table if exists buyer_product;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '12' where key = 'schema_version';
