-- Title: what each buyer did, whatever is thought of it
-- Description: counts as they happened, the ones that do not count included; the amounts and parcels are of what counts
--              only, from which the owner's rates make what it cost (buyer_summary.sql).
-- Grain: shop × buyer → buyer_facts
-- Inputs: summed_order, summed_chance, summed_review
insert into buyer_facts by name
with orders as (
    select
        shop,
        buyer,
        count(*) as orders,
        count(*) filter (was_paid(paid_at, is_unpaid, state)) as paid_orders,
        sum(paid) as amount_paid,
        min(coalesce(created_at, paid_at)) as first_order,
        max(coalesce(created_at, paid_at)) as last_order
    from summed_order
    where buyer is not null
    group by shop, buyer
),
chances as (
    select
        shop, buyer, "at", is_paid and (is_refunded or refund_why_not is not null) as is_refund, false as is_review,
        refund_weight,
        -- one that waits for its payment, too, once the time to pay has run out
        case when is_unpaid and unpaid_why_not is distinct from 'payment_window' then order_weight end as unpaid_weight,
        case when is_unpaid and unpaid_why_not is null then order_total * order_weight end as unpaid_amount,
        case when is_paid and is_refunded and refund_why_not is null then refund_kind end as kind,
        case when kind = 'refund_only' then refund_amount end as kept_amount,
        is_paid and is_refunded and refund_why_not is null and refund_id is not null as is_told,
        is_unpaid and unpaid_why_not is null or is_paid and is_refunded and refund_why_not is null as is_hit
    from summed_chance
    where buyer is not null
    union all
    select shop, buyer, "at", false, not is_default, null, null, null, null, null, false, not is_default and is_bad
    from summed_review
    where buyer is not null
),
done as (
    select
        shop,
        buyer,
        round(sum(unpaid_weight)) as unpaid,
        round(sum(refund_weight) filter (is_refund)) as refunds,
        count(*) filter (is_review) as reviews,
        count(*) filter (is_review and is_hit) as bad_reviews,
        max("at") filter (is_hit) as last_hit,
        count(*) filter (is_told) as told_refunds,
        count(*) filter (kind = 'before_dispatch') as unsent_parcels,
        count(*) filter (kind = 'refund_only') as kept_parcels,
        sum(kept_amount) as kept_amount,
        count(*) filter (kind = 'return') as returned_parcels,
        sum(unpaid_amount) as unpaid_amount
    from chances
    group by shop, buyer
)
select
    shop,
    buyer,
    coalesce(orders.orders, 0) as orders,
    coalesce(orders.paid_orders, 0) as paid_orders,
    coalesce(done.unpaid, 0) as unpaid,
    coalesce(done.refunds, 0) as refunds,
    coalesce(done.reviews, 0) as reviews,
    coalesce(done.bad_reviews, 0) as bad_reviews,
    coalesce(orders.amount_paid, 0) as amount_paid,
    coalesce(done.told_refunds, 0) as told_refunds,
    coalesce(done.unsent_parcels, 0) as unsent_parcels,
    coalesce(done.kept_parcels, 0) as kept_parcels,
    coalesce(done.kept_amount, 0) as kept_amount,
    coalesce(done.returned_parcels, 0) as returned_parcels,
    coalesce(done.unpaid_amount, 0) as unpaid_amount,
    orders.first_order,
    orders.last_order,
    done.last_hit
from orders
full join done using (shop, buyer)
