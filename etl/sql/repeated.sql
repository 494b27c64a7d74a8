-- Title: orders that several staged rows speak of
-- Description: in most exports none; the others then need no comparing
-- Grain: shop × order → temp table repeated
-- Inputs: staged
create or replace temp table repeated as
select shop, order_id from staged where reason is null group by shop, order_id having count(*) > 1
