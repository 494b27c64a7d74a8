-- Title: forget sightings of rows that one import alone speaks of again
-- Description: such a row is its own sighting; only where it carries that import's number, so that undoing it finds it
-- Grain: sighting
-- Inputs: refund_sighting, refund, before
delete from refund_sighting
using (
    select s.shop, s.refund_id
    from refund_sighting as s
    semi join before using (shop, refund_id)
    group by all
    having count(*) = 1
) as lone, refund as settled
where
    lone.shop = refund_sighting.shop
    and lone.refund_id = refund_sighting.refund_id
    and settled.shop = refund_sighting.shop
    and settled.refund_id = refund_sighting.refund_id
    and settled.batch_id = refund_sighting.batch_id
