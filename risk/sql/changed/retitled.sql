-- Title: titles that stand for another item id than when the chances were listed
-- Grain: shop × title → temp table retitled
-- Inputs: known_title, title_item
create or replace temp table retitled as
select shop, title
from known_title as known
full join title_item as listed using (shop, title)
where known.item_id is distinct from listed.item_id
