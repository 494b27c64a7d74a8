-- Title: the number of an order whose file has none
-- Description: own_number(buyer, told): of the buyer as the file writes him, and what else tells the order: its time.
--              No number of the platform begins with #.
-- Grain: one value
create or replace macro own_number(buyer, told) as '#' || left(sha256(concat_ws('|', buyer, told)), 12);
