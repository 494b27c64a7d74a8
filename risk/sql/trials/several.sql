-- Title: orders of several lines
-- Description: nearly all orders have one line: to count the others apart costs a tenth of a window over all
-- Grain: shop × order → temp table several
-- Inputs: told_line
create or replace temp table several as
select shop, order_id, count(*) as lines
from told_line
group by shop, order_id
having count(*) > 1
