-- Title: from the fourteenth layout of the database to the fifteenth
-- Description: lines, refunds and reviews that were taken in before the orders of their shop had gone to another, and
--              some came twice when they were taken in again. They go to the shop that has their order, once.
--              The verdicts are made anew at the next start.
-- Inputs: meta, buyer_order, order_line, refund, review and their sightings
create table if not exists line_sighting as from order_line limit 0;
create table if not exists refund_sighting as from refund limit 0;
create table if not exists review_sighting as from review limit 0;
create or replace temp table shop_of_order as
select order_id, any_value(shop) as shop
from buyer_order
where length(order_id) >= 15 and (select count(distinct shop) > 1 from buyer_order)
group by order_id
having count(distinct shop) = 1;
update order_line set shop = o.shop from shop_of_order as o where o.order_id = order_line.order_id and o.shop <> order_line.shop;
update line_sighting set shop = o.shop from shop_of_order as o where o.order_id = line_sighting.order_id and o.shop <> line_sighting.shop;
update refund set shop = o.shop from shop_of_order as o where o.order_id = refund.order_id and o.shop <> refund.shop;
update refund_sighting set shop = o.shop from shop_of_order as o where o.order_id = refund_sighting.order_id and o.shop <> refund_sighting.shop;
update review set shop = o.shop from shop_of_order as o where o.order_id = review.order_id and o.shop <> review.shop;
update review_sighting set shop = o.shop from shop_of_order as o where o.order_id = review_sighting.order_id and o.shop <> review_sighting.shop;
create or replace temp table twice as select shop, order_id, line_id from order_line group by all having count(*) > 1;
delete from order_line where rowid in (
    select rowid from order_line semi join twice using (shop, order_id, line_id)
    qualify row_number() over (partition by shop, order_id, line_id order by rank desc, seen_at desc nulls last, rowid) > 1
);
create or replace temp table twice as select shop, refund_id from refund group by all having count(*) > 1;
delete from refund where rowid in (
    select rowid from refund semi join twice using (shop, refund_id)
    qualify row_number() over (partition by shop, refund_id order by rank desc, seen_at desc nulls last, rowid) > 1
);
create or replace temp table twice as select shop, review_id from review group by all having count(*) > 1;
delete from review where rowid in (
    select rowid from review semi join twice using (shop, review_id)
    qualify row_number() over (partition by shop, review_id order by rank desc, seen_at desc nulls last, rowid) > 1
);
drop table shop_of_order;
drop table twice;
update meta set value = '-1' where key = 'verdict_version';
update meta set value = '15' where key = 'schema_version';
