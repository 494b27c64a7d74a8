-- Title: the item id that most lines of a title have
-- Description: an equal number of lines: the greater id, so that the same rows always say the same
-- Grain: shop × title → temp table known_title
-- Inputs: order_line
create or replace temp table known_title as
with counted as (
    select shop, title, item_id, count(*) as lines
    from order_line
    where item_id is not null and title is not null
    group by shop, title, item_id
)
select shop, title, arg_max(item_id, (lines, item_id)) as item_id
from counted
group by shop, title
