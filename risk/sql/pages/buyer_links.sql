-- Title: accounts that share contact data with a buyer
-- Grain: linked account
-- Inputs: linked_account, buyer_summary
-- Parameters: $shop, $buyer
select
    buyer_ref(o.shop, o.buyer) as ref, o.buyer, array_to_string(o.links, ',') as links, s.orders,
    s.unpaid, s.refunds
from linked_account as me
join linked_account as o on o.shop = me.shop and o.linked_group = me.linked_group and o.buyer <> me.buyer
join buyer_summary as s on s.shop = o.shop and s.buyer = o.buyer
where me.shop = $shop and me.buyer = $buyer
order by o.buyer
