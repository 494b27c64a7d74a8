-- Title: the lines of orders of several
-- Description: nearly all orders have one line: to count the others apart costs a tenth of a window over all. As a
--              chance to leave it unpaid an order of k products weighs 1/k in the first line of each.
-- Grain: shop × order × line → temp table several
-- Inputs: asked_line, told_line
create or replace temp table several as
with counted as (
    select shop, order_id, count(*) as lines
    from lines_told('asked_line')
    group by shop, order_id
    having count(*) > 1
),
told as materialized (
    select shop, order_id, line_id, product, lines
    from told_line
    join counted using (shop, order_id)
),
firsts as (
    select shop, order_id, product, min(line_id) as line_id
    from told
    group by shop, order_id, product
),
weights as (
    select shop, order_id, line_id, 1 / count(*) over (partition by shop, order_id) as order_weight
    from firsts
)
select shop, order_id, line_id, lines, order_weight
from told
left join weights using (shop, order_id, line_id)
