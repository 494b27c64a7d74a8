-- Title: the number of what came in a file without numbers
-- Description: own_number(name, told): an order's of its buyer as the file writes him, a refund's of its order; and of
--              what else tells it: its time. No number of the platform begins with #.
-- Grain: one value
create or replace macro own_number(name, told) as '#' || left(sha256(concat_ws('|', name, told)), 12);
