-- Title: forget what one import said of refunds
-- Grain: row of refund_sighting
-- Parameters: $batch_id
delete from refund_sighting where batch_id = $batch_id
