-- Title: refused rows with their reasons
-- Grain: rejected row
-- Inputs: rejected_row, batch
-- Parameters: $batches (empty: all)
select b.file, r.sheet, r.row_number, r.reason, r.detail, r.cells
from rejected_row as r
join batch as b using (batch_id)
where len($batches::integer[]) = 0 or b.batch_id in (select unnest($batches::integer[]))
order by b.batch_id desc, r.row_number
limit 100000
