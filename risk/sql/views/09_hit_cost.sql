-- Title: what a parcel and a day of held stock cost, as the owner sets it
-- Grain: one row; locked: share of an unpaid order's price until the platform closes it
-- Inputs: setting
create or replace view cost_rate as
select
    max(value) filter (name = 'parcel_cost') as parcel_out,
    max(value) filter (name = 'return_cost') as parcel_back,
    max(value) filter (name = 'lock_rate') * max(value) filter (name = 'payment_hours') / 24 as locked
from setting;
-- Title: what each thing that counts costs
-- Description: goods: money given back without the goods coming back. postage: the parcel out, and back where it came
--              back. stock: what an unpaid order kept from others until the platform closed it. A refund whose kind no
--              export tells costs nothing here: whether the goods came back is not known. Nor does a review.
-- Grain: shop × trial that is a counted hit
-- Inputs: trial, cost_rate
create or replace view hit_cost as
select
    t.shop, t.buyer, t.signal, t."at", t.weight,
    case when t.kind = 'refund_only' then t.amount * t.weight else 0 end as goods,
    case t.kind when 'refund_only' then parcel_out when 'return' then parcel_out + parcel_back else 0 end as postage,
    case when t.signal = 'unpaid' then t.amount * t.weight * locked else 0 end as stock
from trial as t
cross join cost_rate
where t.is_hit and t.is_counted;
-- Title: the part of a buyer's count that others of the same products would not have reached
-- Grain: shop × buyer × signal
-- Inputs: buyer_counts
create or replace view beyond_others as
select shop, buyer, signal, share_beyond(observed, expected) as beyond from buyer_counts;
