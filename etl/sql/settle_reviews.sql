-- Title: reviews as all their sightings together tell them
-- Description: the sighting furthest along wins, of equally far ones the newest; what the winner does not know is taken
--              from the next. So the order in which files come in does not matter, and a file with fewer columns loses
--              nothing; a buyer may turn a bad review into a good one, so the newest sighting wins.
-- Grain: shop × review → temp table merged
-- Inputs: seen (the sightings in question)
create or replace temp table merged as
with ordered as (
    select
        *,
        -- The last part decides between equals by what they say, not by which came in first; nor by the key, which may
        -- still change when a file tells the shop.
        {
            'rank': rank,
            'seen_at': coalesce(seen_at, timestamp '1970-01-01'),
            -- two exports of one month end alike, and between them a bad review can only have become a better one
            'kindness': coalesce(list_position(['bad', 'neutral', 'good'], rating), 0),
            'tie': hash(*columns(* exclude (shop, review_id, batch_id, sheet, row_number, seen_at)))
        } as place
    from seen
)
select
    shop, review_id,
    max(seen_at) as seen_at,
    arg_max(sheet, place) as sheet,
    arg_max(columns(* exclude (shop, review_id, seen_at, sheet, place)), place)
from ordered
group by shop, review_id
