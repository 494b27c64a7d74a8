-- Title: mark an import as taken back
-- Grain: batch
-- Parameters: $batch_id, $undone_at
update batch set undone_at = $undone_at where batch_id = $batch_id
