-- Title: from the fifth layout of the database to the sixth
-- Description: what a buyer cost is kept in its parts. Which reasons are the shop's fault is the owner's to set:
--              a refund keeps only what the column of the liable party says; reasons that until now were the shop's
--              are so by the settings, too.
-- Inputs: meta, refund, refund_sighting
drop view if exists buyer_list;
drop table if exists buyer_summary;
create table if not exists refund_sighting as from refund limit 0;
update refund set fault = null where fault = 'shop' and reason_class in ('stock', 'late', 'wrong', 'missing');
update refund_sighting set fault = null where fault = 'shop' and reason_class in ('stock', 'late', 'wrong', 'missing');
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '6' where key = 'schema_version';
