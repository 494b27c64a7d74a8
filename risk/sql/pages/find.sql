-- Title: buyers by a part of their name, or by the number of one of their orders
-- Description: the last six digits of an order are enough; the listed ones and the latest come first
-- Grain: shop × buyer × order that was asked for
-- Inputs: buyer_summary, buyer_order, dismissed
-- Parameters: $shop (null: all), $wanted, $most
with called as (
    select shop, buyer, null::varchar as order_id
    from buyer_summary
    where ($shop::varchar is null or shop = $shop) and is_called(buyer, $wanted)
),
ordered as (
    select shop, buyer, order_id
    from buyer_order
    where regexp_full_match($wanted, '[0-9]{6,}') and ends_with(order_id, $wanted)
        and ($shop::varchar is null or shop = $shop)
),
found as (
    select * from ordered union all select * from called
)
select
    buyer_ref(found.shop, found.buyer) as ref, found.shop, found.buyer, found.order_id,
    case when (found.shop, found.buyer) in (select (shop, buyer) from dismissed) then 'none'
        else coalesce(s.tier, 'none') end as tier, coalesce(s.is_too_few, true) as is_too_few
from found
left join buyer_summary as s using (shop, buyer)
order by
    found.order_id is null,
    case s.tier when 'high' then 0 when 'watch' then 1 else 2 end,
    s.last_order desc nulls last,
    found.buyer
limit $most
