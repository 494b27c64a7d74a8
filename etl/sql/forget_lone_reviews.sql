-- Title: forget sightings of rows that one import alone speaks of again
-- Description: such a row is its own sighting; only where it carries that import's number, so that undoing it finds it
-- Grain: sighting
-- Inputs: review_sighting, review, before
delete from review_sighting
using (
    select s.shop, s.review_id
    from review_sighting as s
    semi join before using (shop, review_id)
    group by all
    having count(*) = 1
) as lone, review as settled
where
    lone.shop = review_sighting.shop
    and lone.review_id = review_sighting.review_id
    and settled.shop = review_sighting.shop
    and settled.review_id = review_sighting.review_id
    and settled.batch_id = review_sighting.batch_id
