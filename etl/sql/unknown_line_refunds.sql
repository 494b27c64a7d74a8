-- Title: lines that are taken in with a state of their refund that is not known, and the word that most of them have
-- Grain: one row
-- Inputs: staged
select count(*) as rows, mode(refund_status) as word
from staged
where reason is null and refund_state is null and refund_status is not null
