-- Title: cases by a part of their number
-- Grain: case, the newest first
-- Inputs: complaint_case
-- Parameters: $shop (null: all), $wanted, $most
select case_id, stage
from complaint_case
where regexp_full_match($wanted, '[0-9]{4}-?[0-9]{0,4}|[0-9]{1,4}') and contains(case_id, $wanted)
    and ($shop::varchar is null or shop = $shop)
order by case_id desc
limit $most
