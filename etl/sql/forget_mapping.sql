-- Title: drop what the owner said the columns of a header mean
-- Grain: header
-- Parameters: $header_key
delete from column_mapping where header_key = $header_key
