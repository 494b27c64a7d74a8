-- Title: what the last import did to the list
-- Grain: one row
-- Inputs: moved_on_list, list_change
-- Parameters: $shop (null: all)
select
    count(*) filter (tier = 'high') as new_high,
    count(*) filter (is_new) as new_listed,
    count(*) filter (tier = 'none') as gone,
    count(*) filter (tier = 'high') - count(*) filter (tier_before = 'high') as high_change,
    count(*) filter (tier = 'watch') - count(*) filter (tier_before = 'watch') as watch_change,
    coalesce(list(buyer order by buyer) filter (tier = 'high'), [])[:3] as names,
    (select count(distinct changed_at) from list_change) > 1 as had_list
from moved_on_list
where $shop::varchar is null or shop = $shop
