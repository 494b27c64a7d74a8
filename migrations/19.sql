-- Title: from the eighteenth layout of the database to the nineteenth
-- Description: a reason that speaks of postage or of a price difference is told apart from others; what was taken in
--              before is told by the words of then, and the verdicts are made anew at the next start.
-- Inputs: refund, refund_sighting, setting, meta
insert or ignore into setting values ('fault_price', 1);
update refund set reason_class = 'price' where regexp_matches(reason, '运费|邮费|差价|价保|保价|价格保护|降价|返现');
update refund_sighting set reason_class = 'price' where regexp_matches(reason, '运费|邮费|差价|价保|保价|价格保护|降价|返现');
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '19' where key = 'schema_version';
