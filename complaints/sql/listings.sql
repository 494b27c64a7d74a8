-- Title: the entries of one shop's list that hold today
-- Description: an expired entry has fallen off by itself
-- Grain: listing
-- Inputs: listing
-- Parameters: $shop, $list, $today
select * from listing
where shop = $shop and list = $list and removed_at is null and expires_on > $today
order by expires_on, listing_id
