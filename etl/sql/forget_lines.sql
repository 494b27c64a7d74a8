-- Title: forget what one import said of order lines
-- Grain: row of line_sighting
-- Parameters: $batch_id
delete from line_sighting where batch_id = $batch_id
