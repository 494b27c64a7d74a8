-- Title: the entries that have fallen off or were taken off
-- Grain: listing
-- Inputs: listing
-- Parameters: $shop, $list, $today
select * from listing
where shop = $shop and list = $list and (removed_at is not null or expires_on <= $today)
order by coalesce(removed_at::date, expires_on) desc, listing_id
