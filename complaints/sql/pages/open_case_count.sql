-- Title: how many cases are open
-- Grain: one row
-- Inputs: complaint_case
-- Parameters: $shop (null: all), $stages (those that are open)
select count(*) as cases
from complaint_case
where list_contains($stages::varchar[], stage) and ($shop::varchar is null or shop = $shop)
