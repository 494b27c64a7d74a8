-- Title: orders that no file had named a shop for
-- Description: they go to the only shop there is
-- Grain: row of buyer_order
-- Parameters: $only (the only shop's name, else empty)
update buyer_order set shop = $only where shop = '' and $only <> ''
