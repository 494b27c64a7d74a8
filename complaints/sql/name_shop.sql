-- Title: cases and lists that were begun before any file named the shop go on under its name
-- Description: where a second shop has come, nothing tells which of the two it was
-- Grain: row of complaint_case and listing
-- Inputs: buyer_order
create or replace temp table only_shop as
select any_value(shop) as shop from (select distinct shop from buyer_order) having count(*) = 1;
update complaint_case set shop = only_shop.shop from only_shop where complaint_case.shop = '';
update listing set shop = only_shop.shop from only_shop where listing.shop = '';
