-- Title: keep what the owner said the columns of a header mean
-- Grain: header
-- Parameters: $header_key, $kind, $columns (JSON object: our column → header cell)
insert or replace into column_mapping values ($header_key, $kind, $columns, now()::timestamp)
