-- Title: refused rows, kept as they were read
-- Description: filled by etl/merge.py with the cells of exactly the refused rows
-- Grain: refused row
-- Inputs: rejected_cells (row_number, cells as JSON), staged
-- Parameters: $batch_id, $sheet
insert into rejected_row
select $batch_id, $sheet, staged.row_number, staged.reason, staged.detail, rejected_cells.cells
from staged
join rejected_cells using (row_number)
where staged.reason is not null
order by staged.row_number
