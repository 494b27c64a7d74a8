-- Title: forget what one import said of orders
-- Grain: row of order_sighting
-- Parameters: $batch_id
delete from order_sighting where batch_id = $batch_id
