-- Title: what was said of buyers before any file named the shop goes on under its name
-- Description: else a decision would no longer be found, and everybody on the list would be new to it. Where a second
--              shop has come, nothing tells which of the two it was.
-- Grain: row of owner_decision, list_change and signal_change
-- Inputs: buyer_order
create or replace temp table only_shop as
select any_value(shop) as shop from (select distinct shop from buyer_order) having count(*) = 1;
update owner_decision set shop = only_shop.shop from only_shop where owner_decision.shop = '';
update list_change set shop = only_shop.shop from only_shop where list_change.shop = '';
update signal_change set shop = only_shop.shop from only_shop where signal_change.shop = '';
