-- Title: unpaid orders of some buyers that have no time and may have been placed again and paid
-- Description: of each product at most as many as the buyer paid for. Where no export tells when an order was placed,
--              nobody can say that it was not placed again.
-- Grain: buyer, by number
-- Inputs: order_chance, buyer_number, frame (number)
-- Parameters: $shop
with asked as (
    select shop, buyer, number from buyer_number semi join frame using (number) where shop = $shop
),
-- few or none, so that the payments of hardly anybody are looked for
undated as materialized (
    select shop, buyer, product, sum(order_weight) as hits
    from order_chance
    semi join asked using (shop, buyer)
    where "at" is null and is_unpaid and unpaid_why_not is null
    group by shop, buyer, product
),
paid as (
    select shop, buyer, product, sum(order_weight) as paid
    from order_chance
    semi join undated using (shop, buyer, product)
    where is_paid
    group by shop, buyer, product
)
select number, round(sum(least(hits, paid)))::bigint as hits
from undated
join paid using (shop, buyer, product)
join asked using (shop, buyer)
group by number
