-- Title: what the owner said the columns of files mean, newest first
-- Grain: header
-- Inputs: column_mapping
select header_key, kind, columns, saved_at
from column_mapping
order by saved_at desc, header_key
