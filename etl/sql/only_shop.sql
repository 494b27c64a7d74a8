-- Title: the shop's name where the database knows exactly one
-- Description: the empty name stands for a shop that no file has named yet
-- Grain: one row, or none
-- Inputs: batch
select any_value(shop) as shop
from (select distinct unnest(string_split(shop, chr(10))) as shop from batch where undone_at is null)
having count(*) = 1
