-- Title: every buyer as the list shows them
-- Description: the columns that the command and the downloads promise, in their order; after `reasons` what helps to
--              read them. unpaid, refunds and bad_reviews are as they happened; the *_counted ones are what the
--              expected numbers stand against.
--              Whom the owner dismissed as normal is not listed; `decision` is open for who was not decided.
-- Grain: shop × buyer
-- Inputs: buyer_summary, buyer_risk, standing
create or replace view buyer_list as
with signals as (
    select
        shop,
        buyer,
        max(expected) filter (signal = 'unpaid') as unpaid_expected,
        max(certainty) filter (signal = 'unpaid') as certainty_unpaid,
        max(observed) filter (signal = 'unpaid') as unpaid_counted,
        max(trials) filter (signal = 'unpaid') as unpaid_trials,
        max(expected) filter (signal = 'refund') as refunds_expected,
        max(certainty) filter (signal = 'refund') as certainty_refund,
        max(observed) filter (signal = 'refund') as refunds_counted,
        max(trials) filter (signal = 'refund') as refund_trials,
        max(expected) filter (signal = 'review') as bad_reviews_expected,
        max(certainty) filter (signal = 'review') as certainty_review,
        max(observed) filter (signal = 'review') as bad_reviews_counted,
        max(trials) filter (signal = 'review') as review_trials,
        bool_or(certainty > certainty_alone + 0.05) as is_raised_by_links
    from buyer_risk
    group by shop, buyer
)
select
    s.shop,
    s.buyer,
    case when decision = 'dismissed' then 'none' else s.tier end as tier,
    s.certainty,
    case when decision = 'dismissed' then '' else array_to_string(s.signals, ',') end as signals,
    s.orders,
    s.unpaid,
    coalesce(unpaid_expected, 0) as unpaid_expected,
    coalesce(certainty_unpaid, 0) as certainty_unpaid,
    s.refunds,
    coalesce(refunds_expected, 0) as refunds_expected,
    coalesce(certainty_refund, 0) as certainty_refund,
    s.bad_reviews,
    coalesce(bad_reviews_expected, 0) as bad_reviews_expected,
    coalesce(certainty_review, 0) as certainty_review,
    s.amount_at_stake::double as amount_at_stake,
    s.linked_group,
    s.first_order,
    s.last_order,
    s.is_too_few,
    coalesce(unpaid_counted, 0)::integer as unpaid_counted,
    coalesce(unpaid_trials, 0)::integer as unpaid_trials,
    coalesce(refunds_counted, 0)::integer as refunds_counted,
    coalesce(refund_trials, 0)::integer as refund_trials,
    coalesce(bad_reviews_counted, 0)::integer as bad_reviews_counted,
    coalesce(review_trials, 0)::integer as review_trials,
    coalesce(is_raised_by_links, false) as is_raised_by_links,
    coalesce(decision, 'open') as decision,
    s.lost_goods::double as lost_goods,
    s.lost_postage::double as lost_postage,
    s.lost_stock::double as lost_stock,
    buyer_ref(s.shop, s.buyer) as ref
from buyer_summary as s
left join signals using (shop, buyer)
left join standing using (shop, buyer)
