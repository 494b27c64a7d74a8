-- Title: the span of time that the staged rows speak of
-- Description: last_at is what decides which of two files is newer; times in the future (a typing slip, a booking)
--              are no sign of that. ahead: the rows that tell one; furthest: the latest of them
-- Grain: one row
-- Inputs: staged_times (the time columns of staged, one below the other, with the number of the row)
-- Parameters: $now
select
    min(moment) filter (not is_ahead and moment >= timestamp '2003-01-01') as first_at,
    max(moment) filter (not is_ahead and moment >= timestamp '2003-01-01') as last_at,
    count(distinct row_number) filter (is_ahead) as ahead,
    max(moment) filter (is_ahead) as furthest
from (select row_number, moment, moment > $now + interval 2 day as is_ahead from staged_times)
