-- Title: forget sightings of rows that one import alone speaks of again
-- Description: such a row is its own sighting; only where it carries that import's number, so that undoing it finds it
-- Grain: sighting
-- Inputs: line_sighting, order_line, before
delete from line_sighting
using (
    select s.shop, s.order_id, s.line_id
    from line_sighting as s
    semi join before using (shop, order_id, line_id)
    group by all
    having count(*) = 1
) as lone, order_line as settled
where
    lone.shop = line_sighting.shop
    and lone.order_id = line_sighting.order_id
    and lone.line_id = line_sighting.line_id
    and settled.shop = line_sighting.shop
    and settled.order_id = line_sighting.order_id
    and settled.line_id = line_sighting.line_id
    and settled.batch_id = line_sighting.batch_id
