-- Title: long order numbers, and how many of them end in zeros from the 16th digit on
-- Description: order numbers of orders that are named twice count once
-- Grain: length
-- Inputs: staged
select length(order_id) as length, count(*) as ids, count(*) filter (rtrim(order_id[16:], '0') = '') as ending
from (select distinct order_id from staged where reason is null and length(order_id) between 16 and 24) as named
where regexp_full_match(order_id, '[0-9]+')
group by length(order_id)
