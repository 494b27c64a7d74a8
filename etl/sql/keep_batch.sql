-- Title: the record of one imported file
-- Grain: batch
-- Parameters: as the columns of batch
insert into batch values (
    $batch_id, $file, $sha256, $kind, $shop, $encoding, $columns_known, $columns_unknown, $rows_read, $rows_new,
    $rows_changed, $rows_unchanged, $rows_rejected, $first_at, $last_at, $imported_at, $seconds, null
)
