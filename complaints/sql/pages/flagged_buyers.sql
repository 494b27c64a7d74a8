-- Title: buyers that a case could be opened from
-- Description: the listed ones, the surest first, and the one that the page was asked for; each with the accounts
--              that share contact data with it
-- Grain: buyer
-- Inputs: buyer_summary, linked_account, dismissed
-- Parameters: $shop (null: every shop), $ref
with wanted as (
    select *, buyer_ref(shop, buyer) as ref
    from buyer_summary
    where tier <> 'none' and ($shop::varchar is null or shop = $shop)
        and (shop, buyer) not in (select (shop, buyer) from dismissed)
        or buyer_ref(shop, buyer) = $ref
),
others as (
    select w.shop, w.buyer, list(l.buyer order by l.buyer) as linked
    from wanted as w
    join linked_account as l on l.shop = w.shop and l.linked_group = w.linked_group and l.buyer <> w.buyer
    group by w.shop, w.buyer
)
select wanted.shop, wanted.buyer, wanted.ref, wanted.tier, wanted.signals, others.linked
from wanted
left join others using (shop, buyer)
order by wanted.certainty desc, wanted.buyer
