-- Title: whether a moment is later than anything that the files could know
-- Description: an order dated years ahead by a slip would make all others look long past
-- Grain: one value; false where no file tells a time
-- Inputs: batch
create or replace macro is_ahead(moment) as
    coalesce(moment > (select max(last_at) from batch where undone_at is null), false);
