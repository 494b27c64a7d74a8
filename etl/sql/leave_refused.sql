-- Title: rows that were refused as what the sheet is are not refused again for what was joined to it
-- Grain: row of staged
-- Inputs: staged, rejected_row
-- Parameters: $batch_id, $sheet
delete from staged
where
    reason is not null
    and exists (
        select 1 from rejected_row as r
        where r.batch_id = $batch_id and r.sheet is not distinct from $sheet and r.row_number = staged.row_number
    )
