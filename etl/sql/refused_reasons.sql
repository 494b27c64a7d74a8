-- Title: why rows of a sheet were refused
-- Grain: reason, with the first row numbers
-- Inputs: staged
select reason, count(*)::bigint as rows, list(row_number order by row_number)[1:6] as first_rows
from staged
where reason is not null
group by reason
order by min(row_number)
