-- Title: one row a buyer
-- Description: the tier is the highest of the signals'. A member of a group that is flagged as a whole is at least on
--              watch in what the group did, if it did that itself at least once: shared contact data is weak evidence.
--              What it cost counts as far as it goes beyond what the products explain: goods that were paid for back
--              and did not come, parcels out and, of those that came back, back, and what unpaid orders kept from
--              others. The view hit_cost tells the same of each event.
-- Grain: shop × buyer
-- Inputs: buyer_facts, buyer_verdict, group_risk, linked_account, cost_rate, buyer_number, frame (what the verdicts on
--         all signals come to: number, is_too_few, is_raised_by_links, and of each signal the columns of buyer_summary)
-- Parameters: $shop
insert into buyer_summary
with flagged as (
    select buyer, signal, certainty, tier from buyer_verdict where shop = $shop and tier <> 'none'
    union all
    select v.buyer, v.signal, v.certainty, 'watch'
    from buyer_verdict as v
    join linked_account as l using (shop, buyer)
    join group_risk as g on g.shop = v.shop and g.linked_group = l.linked_group and g.signal = v.signal
    where v.shop = $shop and v.tier = 'none' and g.tier <> 'none' and v.observed >= 1
),
listed as (
    select
        buyer,
        case when bool_or(tier = 'high') then 'high' else 'watch' end as tier,
        list(signal order by certainty desc, signal) as signals
    from flagged
    group by buyer
),
reached as (
    select
        named.buyer, frame.* exclude (number),
        greatest(unpaid_certainty, refund_certainty, review_certainty) as certainty,
        share_beyond(unpaid_observed, unpaid_expected) as unpaid_beyond,
        share_beyond(refund_observed, refund_expected) as refund_beyond
    from frame
    join buyer_number as named on named.shop = $shop and named.number = frame.number
),
losses as (
    select
        f.*,
        r.* exclude (buyer),
        coalesce(f.kept_amount * refund_beyond, 0)::decimal(18, 2) as goods,
        coalesce(
            (f.kept_parcels * parcel_out + f.returned_parcels * (parcel_out + parcel_back)) * refund_beyond, 0
        )::decimal(18, 2) as postage,
        coalesce(f.unpaid_amount * locked * unpaid_beyond, 0)::decimal(18, 2) as stock
    from buyer_facts as f
    left join reached as r using (buyer)
    cross join cost_rate
    where f.shop = $shop
)
select
    shop,
    buyer,
    coalesce(listed.tier, 'none'),
    coalesce(certainty, 0),
    coalesce(listed.signals, []),
    coalesce(is_too_few, true),
    -- frame has them in the table's order
    coalesce(columns('_(trials|observed|expected|expected_sd|certainty|unit_key)$'), 0),
    coalesce(refund_kinds_factor, 1),
    coalesce(is_raised_by_links, false),
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
left join listed using (buyer)
left join linked_account using (shop, buyer)
