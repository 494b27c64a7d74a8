-- Title: up to when the exports of each kind speak
-- Grain: kind of export
-- Inputs: batch
-- Parameters: $shop (null: all)
select kind, max(last_at) as last_at, max(imported_at) as imported_at
from (
    select unnest(string_split(kind, '+')) as kind, last_at, imported_at
    from batch
    where undone_at is null and ($shop::varchar is null or list_contains(string_split(shop, chr(10)), $shop))
)
group by kind
