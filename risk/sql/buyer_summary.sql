-- Title: one row a buyer
-- Description: the tier is the highest of the signals'. A member of a group that is flagged as a whole is at least on
--              watch in what the group did, if it did that itself at least once: shared contact data is weak evidence.
--              What it cost counts as far as it goes beyond what the products explain: goods that were paid for back
--              and did not come, parcels out and, of those that came back, back, and what unpaid orders kept from
--              others. The view hit_cost tells the same of each event.
-- Grain: shop × buyer
-- Inputs: buyer_facts, buyer_risk, group_risk, linked_account, cost_rate
insert into buyer_summary
with with_group as (
    select
        r.shop, r.buyer, r.signal, r.certainty, r.is_too_few, share_beyond(r.observed, r.expected) as beyond,
        case
            when r.tier <> 'none' then r.tier
            when g.tier <> 'none' and r.observed >= 1 then 'watch'
            else 'none'
        end as tier
    from buyer_risk as r
    left join linked_account as l using (shop, buyer)
    left join group_risk as g on g.shop = r.shop and g.linked_group = l.linked_group and g.signal = r.signal
),
verdicts as (
    select
        shop,
        buyer,
        case when bool_or(tier = 'high') then 'high' when bool_or(tier = 'watch') then 'watch' else 'none' end as tier,
        max(certainty) as certainty,
        bool_and(is_too_few) as is_too_few,
        max(beyond) filter (signal = 'unpaid') as unpaid_beyond,
        max(beyond) filter (signal = 'refund') as refund_beyond
    from with_group
    group by shop, buyer
),
-- of few: to make a list for everybody takes longer
flagged as (
    select shop, buyer, list(signal order by certainty desc, signal) as signals
    from with_group
    where tier <> 'none'
    group by shop, buyer
),
losses as (
    select
        f.*,
        v.tier,
        v.certainty,
        v.is_too_few,
        coalesce(f.kept_amount * refund_beyond, 0)::decimal(18, 2) as goods,
        coalesce(
            (f.kept_parcels * parcel_out + f.returned_parcels * (parcel_out + parcel_back)) * refund_beyond, 0
        )::decimal(18, 2) as postage,
        coalesce(f.unpaid_amount * locked * unpaid_beyond, 0)::decimal(18, 2) as stock
    from buyer_facts as f
    left join verdicts as v using (shop, buyer)
    cross join cost_rate
)
select
    shop,
    buyer,
    coalesce(tier, 'none'),
    coalesce(certainty, 0),
    coalesce(flagged.signals, []),
    coalesce(is_too_few, true),
    orders,
    paid_orders,
    unpaid,
    refunds,
    reviews,
    bad_reviews,
    amount_paid,
    goods,
    postage,
    stock,
    goods + postage + stock,
    linked_account.linked_group,
    first_order,
    last_order,
    last_hit
from losses
left join flagged using (shop, buyer)
left join linked_account using (shop, buyer)
