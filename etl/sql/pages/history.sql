-- Title: imports, newest first
-- Grain: batch
-- Inputs: batch
select
    batch_id, imported_at, file, kind, shop, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, last_at,
    undone_at
from batch
order by batch_id desc
limit 200
