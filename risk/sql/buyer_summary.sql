-- Title: one row a buyer
-- Description: counts as they happened, the ones that do not count included; the tier is the highest of the signals'.
--              A member of a group that is flagged as a whole is at least on watch in what the group did, if it did
--              that itself at least once: shared contact data is weak evidence.
-- Grain: shop × buyer
-- Inputs: buyer_order, order_chance, review_chance, hit_loss, buyer_risk, group_risk, linked_account
insert into buyer_summary
with orders as (
    select
        shop,
        buyer,
        count(*) as orders,
        count(*) filter (was_paid(paid_at, is_unpaid, state)) as paid_orders,
        count(*) filter (is_unpaid) as unpaid,
        coalesce(sum(paid), 0) as amount_paid,
        min(coalesce(created_at, paid_at)) as first_order,
        max(coalesce(created_at, paid_at)) as last_order
    from buyer_order
    where buyer is not null
    group by shop, buyer
),
chances as (
    select
        shop, buyer, "at", is_paid and (is_refunded or refund_why_not is not null) as is_refund, false as is_review,
        is_unpaid and unpaid_why_not is null or is_paid and is_refunded and refund_why_not is null as is_hit
    from order_chance
    where buyer is not null
    union all
    select shop, buyer, "at", false, not is_default, not is_default and is_bad
    from review_chance
    where buyer is not null
),
facts as (
    select
        shop,
        buyer,
        count(*) filter (is_refund) as refunds,
        count(*) filter (is_review) as reviews,
        count(*) filter (is_review and is_hit) as bad_reviews,
        max("at") filter (is_hit) as last_hit
    from chances
    group by shop, buyer
),
losses as (
    select
        shop, buyer, sum(goods)::decimal(18, 2) as goods, sum(postage)::decimal(18, 2) as postage,
        sum(stock)::decimal(18, 2) as stock
    from hit_loss
    group by shop, buyer
),
with_group as (
    select
        r.shop, r.buyer, r.signal, r.certainty, r.trials, r.is_too_few, l.linked_group,
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
        coalesce(list(signal order by certainty desc, signal) filter (tier <> 'none'), []) as signals,
        bool_and(is_too_few) as is_too_few
    from with_group
    group by shop, buyer
)
select
    shop,
    buyer,
    coalesce(verdicts.tier, 'none'),
    coalesce(verdicts.certainty, 0),
    coalesce(verdicts.signals, []),
    coalesce(verdicts.is_too_few, true),
    coalesce(orders.orders, 0),
    coalesce(orders.paid_orders, 0),
    coalesce(orders.unpaid, 0),
    coalesce(facts.refunds, 0),
    coalesce(facts.reviews, 0),
    coalesce(facts.bad_reviews, 0),
    coalesce(orders.amount_paid, 0),
    coalesce(losses.goods, 0),
    coalesce(losses.postage, 0),
    coalesce(losses.stock, 0),
    coalesce(losses.goods + losses.postage + losses.stock, 0)::decimal(18, 2),
    linked_account.linked_group,
    orders.first_order,
    orders.last_order,
    facts.last_hit
from orders
full join facts using (shop, buyer)
left join verdicts using (shop, buyer)
left join losses using (shop, buyer)
left join linked_account using (shop, buyer)
