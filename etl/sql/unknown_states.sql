-- Title: rows that are taken in with a state that is not known, and the word that most of them have
-- Grain: one row
-- Inputs: staged
select count(*) as rows, mode(status) as word
from staged
where reason is null and state is null and status is not null
