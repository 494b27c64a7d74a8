-- Title: forget sightings of rows that one import alone speaks of again
-- Description: such a row is its own sighting; only where it carries that import's number, so that undoing it finds it
-- Grain: sighting
-- Inputs: order_sighting, buyer_order, before
delete from order_sighting
using (
    select s.shop, s.order_id
    from order_sighting as s
    semi join before using (shop, order_id)
    group by all
    having count(*) = 1
) as lone, buyer_order as settled
where
    lone.shop = order_sighting.shop
    and lone.order_id = order_sighting.order_id
    and settled.shop = order_sighting.shop
    and settled.order_id = order_sighting.order_id
    and settled.batch_id = order_sighting.batch_id
