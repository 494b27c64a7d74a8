-- Title: what the owner said the columns of a header mean
-- Grain: one row, or none
-- Inputs: column_mapping
-- Parameters: $header_key
select kind, columns from column_mapping where header_key = $header_key
