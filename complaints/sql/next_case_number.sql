-- Title: the next case number of a year
-- Description: one past the highest ever used, deleted cases included
-- Grain: one row
-- Inputs: case_event
-- Parameters: $year
select coalesce(max(split_part(case_id, '-', 2)::integer), 0) + 1 as number
from case_event
where split_part(case_id, '-', 1) = $year::varchar
