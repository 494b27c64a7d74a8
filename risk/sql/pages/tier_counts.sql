-- Title: buyers by tier and by signal
-- Grain: one row
-- Inputs: buyer_list
-- Parameters: $shop (null: all)
select
    count(*)::bigint as buyers,
    count(*) filter (tier = 'high') as high,
    count(*) filter (tier = 'watch') as watch,
    count(*) filter (tier = 'none' and is_too_few) as few,
    coalesce(sum(1 - certainty) filter (tier = 'high'), 0)::double as high_wrong,
    coalesce(sum(1 - certainty) filter (tier <> 'none'), 0)::double as listed_wrong,
    coalesce(sum(amount_at_stake) filter (tier = 'high'), 0)::double as high_amount,
    coalesce(sum(amount_at_stake) filter (tier <> 'none'), 0)::double as listed_amount,
    count(*) filter (decision = 'open' and tier = 'high') as high_open,
    count(*) filter (decision = 'confirmed') as confirmed,
    count(*) filter (decision = 'returned') as returned,
    count(*) filter (decision = 'dismissed') as dismissed,
    count(*) filter (tier <> 'none' and contains(signals, 'unpaid')) as unpaid,
    count(*) filter (tier <> 'none' and contains(signals, 'refund')) as refund,
    count(*) filter (tier <> 'none' and contains(signals, 'review')) as review
from buyer_list
where $shop::varchar is null or shop = $shop
