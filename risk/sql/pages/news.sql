-- Title: what the last import did to the list, and who has been quiet since long
-- Grain: one row
-- Inputs: moved_on_list, move_of_buyer, list_change
-- Parameters: $shop (null: all)
select
    count(*) filter (tier = 'high') as new_high,
    count(*) filter (is_new) as new_listed,
    count(*) filter (tier = 'none') as gone,
    count(*) filter (tier = 'high') - count(*) filter (tier_before = 'high') as high_change,
    count(*) filter (tier = 'watch') - count(*) filter (tier_before = 'watch') as watch_change,
    coalesce(list(buyer order by buyer) filter (tier = 'high'), [])[:3] as names,
    (select count(*) from move_of_buyer where move = 'rising' and ($shop::varchar is null or shop = $shop)) as rising,
    (select count(*) from move_of_buyer where move = 'faded' and ($shop::varchar is null or shop = $shop)) as faded,
    (select count(distinct changed_at) from list_change) > 1 as had_list
from moved_on_list
where $shop::varchar is null or shop = $shop
