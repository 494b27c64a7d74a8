-- Title: forget what one import said of reviews
-- Grain: row of review_sighting
-- Parameters: $batch_id
delete from review_sighting where batch_id = $batch_id
