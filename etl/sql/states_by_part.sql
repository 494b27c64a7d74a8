-- Title: states of orders that are not listed as they stand, read by their parts
-- Grain: row of staged
-- Inputs: staged, word_order_status_part
update staged
set state = read.state, rank = read.rank
from (
    select status, arg_min(state, place) as state, arg_min(rank, place) as rank
    from (select distinct status from staged where state is null and status is not null) as seen
    join word_order_status_part as words on contains(half_width(seen.status), words.part)
    group by status
) as read
where staged.state is null and staged.status = read.status
