-- Title: the item id that most lines of a title have
-- Description: what no line tells, refunds and reviews do: an order report has titles without ids. An equal number:
--              the greater id, so that the same rows always say the same.
-- Grain: shop × title → temp table known_title
-- Inputs: order_line, refund, review
create or replace temp table known_title as
with counted as (
    select shop, title, item_id, true as is_line, count(*) as many
    from order_line
    where item_id is not null and title is not null
    group by shop, title, item_id
    union all
    select shop, title, item_id, false, count(*)
    from (select shop, title, item_id from refund union all select shop, title, item_id from review)
    where item_id is not null and title is not null
    group by shop, title, item_id
)
select shop, title, arg_max(item_id, (is_line, many, item_id)) as item_id
from counted
group by shop, title
