-- Title: what each thing that counts has cost, as far as it goes beyond what the products explain
-- Description: goods: money given back without the goods coming back. postage: the parcel out, and back where it came
--              back. stock: what an unpaid order kept from others until the platform closed it. Each is weighed by
--              the part of the buyer's count that others would not have done. A refund whose kind no export tells
--              costs nothing here: whether the goods came back is not known.
-- Grain: shop × trial that is a counted hit, reviews left out
-- Inputs: trial, buyer_risk, setting
create or replace view hit_loss as
with rates as (
    select
        max(value) filter (name = 'parcel_cost') as parcel_out,
        max(value) filter (name = 'return_cost') as parcel_back,
        max(value) filter (name = 'lock_rate') * max(value) filter (name = 'payment_hours') / 24 as locked
    from setting
),
hits as (
    select
        t.shop, t.buyer, t.signal, t.kind, t."at", t.amount * t.weight as amount,
        greatest(0, r.observed - r.expected) / greatest(1, r.observed) as beyond
    from trial as t
    join buyer_risk as r using (shop, buyer, signal)
    where t.is_hit and t.is_counted and t.signal <> 'review'
)
select
    shop, buyer, signal, "at",
    case when kind = 'refund_only' then amount * beyond else 0 end as goods,
    case kind when 'refund_only' then parcel_out when 'return' then parcel_out + parcel_back else 0 end * beyond
        as postage,
    case when signal = 'unpaid' then amount * locked * beyond else 0 end as stock
from hits
cross join rates;
