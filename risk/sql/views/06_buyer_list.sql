-- Title: every buyer as the list shows them
-- Description: the columns that the command and the downloads promise, in their order; after `reasons` what helps to
--              read them. unpaid, refunds and bad_reviews are as they happened; the *_counted ones are what the
--              expected numbers stand against.
--              Whom the owner dismissed as normal is not listed; `decision` is open for who was not decided.
-- Grain: shop × buyer
-- Inputs: buyer_summary, standing
create or replace view buyer_list as
select
    s.shop,
    s.buyer,
    case when decision = 'dismissed' then 'none' else s.tier end as tier,
    s.certainty,
    case when decision = 'dismissed' then '' else array_to_string(s.signals, ',') end as signals,
    s.orders,
    s.unpaid,
    s.unpaid_expected,
    s.unpaid_certainty as certainty_unpaid,
    s.refunds,
    s.refund_expected as refunds_expected,
    s.refund_certainty as certainty_refund,
    s.bad_reviews,
    s.review_expected as bad_reviews_expected,
    s.review_certainty as certainty_review,
    s.amount_at_stake::double as amount_at_stake,
    s.linked_group,
    s.first_order,
    s.last_order,
    s.is_too_few,
    s.unpaid_observed as unpaid_counted,
    s.unpaid_trials,
    s.refund_observed as refunds_counted,
    s.refund_trials,
    s.review_observed as bad_reviews_counted,
    s.review_trials,
    s.is_raised_by_links,
    coalesce(decision, 'open') as decision,
    s.lost_goods::double as lost_goods,
    s.lost_postage::double as lost_postage,
    s.lost_stock::double as lost_stock,
    buyer_ref(s.shop, s.buyer) as ref
from buyer_summary as s
left join standing using (shop, buyer)
