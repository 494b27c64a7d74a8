-- Title: one chance to do it, and what came of it
-- Description: all three signals one below the other; an order of k products weighs 1/k in each, and so does one of k
--              lines of which only the order's state tells whether it was refunded: it stands behind all of them.
--              chances_told(order_table, review_table): the tables are named so that some buyers' can be asked about
--              without reading those of all
-- Grain: shop × order × product (unpaid) | shop × order × line (refund) | shop × review
-- Inputs: tables of the columns of order_chance and review_chance
create or replace macro chances_told(order_table, review_table) as table
select
    shop, buyer, 'unpaid' as signal, product, title, order_id, order_id as ref_id, null::varchar as kind, "at",
    order_weight as weight, is_unpaid as is_hit, unpaid_why_not as why_not, unpaid_why_not is null as is_counted,
    order_total as amount
from query_table(order_table)
where order_weight is not null
union all
select
    shop, buyer, 'refund', product, title, order_id,
    coalesce(refund_id, case when refund_weight < 1 then order_id else line_id end), refund_kind, "at",
    refund_weight, is_refunded, refund_why_not, refund_why_not is null, refund_amount
from query_table(order_table)
where is_paid
union all
select
    shop, buyer, 'review', product, title, order_id, review_id, null, "at",
    1, is_bad, case when is_default then 'default_review' end, not is_default, null
from query_table(review_table);
create or replace view trial as
from chances_told('order_chance', 'review_chance');
