-- Title: one page of buyers
-- Description: filtered, sorted and cut in the database, so that a list of any length stays quick
-- Grain: shop × buyer
-- Inputs: buyer_list
-- Parameters: $shop (null: all), $tiers, $signals (empty: any), $since (null: any), $amount, $name, $sort, $size (null: all), $offset
select *, count(*) over () as found
from buyer_list
where (case when tier = 'none' and is_too_few then 'few' else tier end) in (select unnest($tiers::varchar[]))
    and (len($signals::varchar[]) = 0 or list_has_any(string_split(signals, ','), $signals::varchar[]))
    and ($since::timestamp is null or last_order >= $since::timestamp)
    and amount_at_stake >= $amount
    and is_called(buyer, $name)
    and ($shop::varchar is null or shop = $shop)
order by
    case $sort
        when 'certainty' then case tier when 'high' then 2 when 'watch' then 1 else 0 end
        when 'amount' then amount_at_stake
        when 'latest' then epoch(last_order)
        when 'orders' then orders
    end desc nulls last,
    certainty desc, shop, buyer
limit $size offset $offset
