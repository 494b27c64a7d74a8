-- Title: imports, newest first
-- Description: of the last thousand, with how many there are in all (found)
-- Grain: batch
-- Inputs: batch
-- Parameters: $shop (null: all)
select
    batch_id, imported_at, file, kind, shop, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, last_at,
    undone_at, (count(*) over ())::bigint as found
from batch
where $shop::varchar is null or list_contains(string_split(shop, chr(10)), $shop)
order by batch_id desc
limit 1000
