-- Title: take an import out of the history
-- Grain: batch
-- Parameters: $batch_id
delete from batch where batch_id = $batch_id
