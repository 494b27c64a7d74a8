-- Title: what orders were closed for, where only their state says it
-- Grain: row of staged
-- Inputs: staged, word_order_status_part
update staged
set close_reason = words.closed_for
from word_order_status_part as words
where
    words.closed_for is not null
    and staged.close_reason is null
    and staged.state = 'closed'
    and contains(half_width(staged.status), words.part)
