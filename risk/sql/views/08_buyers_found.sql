-- Title: the buyers that the list's filter lets through
-- Description: as a table macro, so that the list, its funnel and its downloads mean the same by a filter
-- Grain: shop × buyer
-- Inputs: buyer_list, moved_on_list, move_of_buyer
-- Parameters: in_shop (null: all), of_tiers, of_signals (empty: any), since (null: any), from_amount, called,
--             of_move (new | rising | faded; null: any),
--             of_decisions (open | confirmed | returned | dismissed; empty: any; whom the owner dismissed has no tier)
create or replace macro buyers_found(in_shop, of_tiers, of_signals, since, from_amount, called, of_move, of_decisions) as table
select l.*, coalesce(m.is_new, false) as is_new
from buyer_list as l
left join moved_on_list as m using (shop, buyer)
where (
        list_contains(of_tiers::varchar[], case when l.tier = 'none' and l.is_too_few then 'few' else l.tier end)
        or l.decision = 'dismissed' and list_contains(of_decisions::varchar[], 'dismissed')
    )
    and (len(of_decisions::varchar[]) = 0 or list_contains(of_decisions::varchar[], l.decision))
    and (len(of_signals::varchar[]) = 0 or list_has_any(string_split(l.signals, ','), of_signals::varchar[]))
    and (since::timestamp is null or l.last_order >= since::timestamp)
    and l.amount_at_stake >= from_amount
    and is_called(l.buyer, called)
    and (in_shop::varchar is null or l.shop = in_shop)
    and (of_move::varchar is null or exists (
        select 1 from move_of_buyer as v where v.shop = l.shop and v.buyer = l.buyer and v.move = of_move
    ));
