-- Title: order lines as all their sightings together tell them
-- Description: the sighting furthest along wins, in its refund as in its order, of equally far ones the newest; what the
--              winner does not know is taken from the next. So the order in which files come in does not matter, and a
--              file with fewer columns loses nothing.
-- Grain: shop × order × line → temp table merged
-- Inputs: seen (the sightings in question)
create or replace temp table merged as
with ordered as (
    select
        *,
        -- The last part decides between equals by what they say, not by which came in first; nor by the key, which may
        -- still change when a file tells the shop.
        {
            'rank': rank,
            -- Where a file says nothing of it, its last row tells when it was made, and two exports of one month end
            -- alike: whether a refund that came in between is known would be left to chance.
            'refund': coalesce(
                list_position(['none', 'open', 'refused', 'exchange', 'closed', 'success'], refund_state), 0
            ),
            'seen_at': coalesce(seen_at, timestamp '1970-01-01'),
            'tie': hash(*columns(* exclude (shop, order_id, line_id, batch_id, sheet, row_number, seen_at)))
        } as place
    from seen
)
select
    shop, order_id, line_id,
    max(seen_at) as seen_at,
    arg_max(sheet, place) as sheet,
    arg_max(columns(* exclude (shop, order_id, line_id, seen_at, sheet, place)), place)
from ordered
group by shop, order_id, line_id
