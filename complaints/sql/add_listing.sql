-- Title: one more entry of a list
-- Grain: listing
-- Parameters: as the columns of listing
insert into listing (shop, list, buyer, reason, evidence, added_at, expires_on)
values ($shop, $list, $buyer, $reason, $evidence, $now, $expires_on)
