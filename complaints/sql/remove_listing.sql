-- Title: an entry is taken off its list; the row stays
-- Grain: listing
-- Parameters: $listing_id, $why, $now
update listing set removed_at = $now, removed_why = $why where listing_id = $listing_id and removed_at is null
