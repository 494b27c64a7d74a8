-- Title: observed against expected of every buyer flagged for a signal
-- Grain: shop × buyer
-- Inputs: buyer_verdict, buyer_counts, dismissed
-- Parameters: $signal, $shop (null: all)
select
    buyer_ref(r.shop, r.buyer) as ref, r.shop, r.buyer, r.tier, c.trials, c.observed, c.expected, c.expected_sd,
    r.certainty
from buyer_verdict as r
join buyer_counts as c using (shop, buyer, signal)
anti join dismissed using (shop, buyer)
where r.signal = $signal and r.tier <> 'none' and ($shop::varchar is null or r.shop = $shop)
order by case r.tier when 'high' then 0 else 1 end, r.certainty desc, c.observed desc, r.buyer
