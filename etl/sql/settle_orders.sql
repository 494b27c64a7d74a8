-- Title: orders as all their sightings together tell them
-- Description: the sighting furthest along wins, of equally far ones the newest; what the winner does not know is taken
--              from the next. So the order in which files come in does not matter, and a file with fewer columns loses
--              nothing.
-- Grain: shop × order → temp table merged
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
            -- two exports of one month end alike, and between them money may have been paid back
            'refund_amount': coalesce(refund_amount, 0),
            'tie': hash(*columns(* exclude (
                shop, order_id, batch_id, sheet, row_number, seen_at, phone_key, alipay_key, address_key
            ))),
            -- last: they differ from one database to the next
            'keys': hash(phone_key, alipay_key, address_key)
        } as place
    from seen
)
select
    shop, order_id,
    -- paid once is paid, whatever a later file without that column says
    case
        when max(paid_at) is not null or arg_max(state, place) <> 'closed' then false
        -- a file in which it was not closed yet cannot tell
        else arg_max(is_unpaid, place) filter (state = 'closed')
    end as is_unpaid,
    max(seen_at) as seen_at,
    arg_max(sheet, place) as sheet,
    arg_max(columns(* exclude (shop, order_id, seen_at, sheet, place, is_unpaid)), place)
from ordered
group by shop, order_id
