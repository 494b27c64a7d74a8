-- Title: the last time files came in
-- Description: files taken in within an hour of the last one
-- Grain: one row
-- Inputs: batch
-- Parameters: $shop (null: all)
with mine as (
    select *
    from batch
    where undone_at is null and ($shop::varchar is null or list_contains(string_split(shop, chr(10)), $shop))
)
select
    max(imported_at) as imported_at,
    coalesce(sum(rows_rejected) filter (imported_at > (select max(imported_at) from mine) - interval 1 hour), 0)::bigint
        as rejected
from mine
