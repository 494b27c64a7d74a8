-- Title: the number of what came in a file without numbers
-- Description: own_number(name, told): an order's of its buyer as the file writes him, a refund's of its order; and of
--              what else tells it: its time. No number of the platform begins with #.
--              own_refund_number(order_id, applied_at, product): ends in r, which an order's own does not.
-- Grain: one value
create or replace macro own_number(name, told) as '#' || left(sha256(concat_ws('|', name, told)), 12);
create or replace macro own_refund_number(order_id, applied_at, product) as
    own_number(order_id, concat_ws('|', applied_at::varchar, product)) || 'r';
