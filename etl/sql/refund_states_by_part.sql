-- Title: what a list of orders says of the refund of each, read by its parts
-- Description: apart from the rest, for hardly any order report has the column; where it does not say how much was
--              paid back, all of it
-- Grain: row of staged
-- Inputs: staged, word_refund_status
update staged
set refund_state = read.state,
    refund_status = coalesce(read.said, staged.refund_status),
    refund_amount = coalesce(
        staged.refund_amount,
        case
            when read.state in ('success', 'open', 'refused')
                then coalesce(nullif(staged.paid, 0), staged.total, staged.payable)
        end
    )
from (
    select refund_status, arg_min(state, place) as state, arg_min(said, place) as said
    from (select distinct refund_status from staged where refund_status is not null) as seen
    join word_refund_status as words on contains(seen.refund_status, words.part)
    group by refund_status
) as read
where staged.refund_status = read.refund_status
