-- Title: the shops that imports have named
-- Grain: shop
-- Inputs: batch
select distinct shop
from (select unnest(string_split(shop, chr(10))) as shop from batch where undone_at is null)
where shop <> ''
order by shop
