-- Title: one page of buyers
-- Description: filtered, sorted and cut in the database, so that a list of any length stays quick
-- Grain: shop × buyer
-- Inputs: buyers_found
-- Parameters: $shop (null: all), $tiers, $signals (empty: any), $since (null: any), $amount, $name, $move,
--             $decisions, $sort, $size (null: all), $offset
select
    *,
    -- not as a window, which would have every row that is let through made in full for the few that are shown
    (
        select count(*)
        from buyers_found($shop, $tiers, $signals, $since, $amount, $name, $move, $decisions)
    ) as found
from buyers_found($shop, $tiers, $signals, $since, $amount, $name, $move, $decisions)
order by
    case $sort
        when 'certainty' then case tier when 'high' then 2 when 'watch' then 1 else 0 end
        when 'amount' then amount_at_stake
        when 'latest' then epoch(last_order)
        when 'orders' then orders
    end desc nulls last,
    certainty desc, shop, buyer
limit $size offset $offset
