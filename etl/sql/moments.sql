-- Title: the span of time that the staged rows speak of
-- Description: last_at is what decides which of two files is newer; times in the future (a typing slip, a booking)
--              are no sign of that
-- Grain: one row
-- Inputs: staged_times (the time columns of staged, one below the other)
-- Parameters: $now
select min(moment) as first_at, max(moment) as last_at
from staged_times
where moment between timestamp '2003-01-01' and $now + interval 2 day
