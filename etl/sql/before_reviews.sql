-- Title: the reviews of the table that this file speaks of
-- Grain: shop, review_id → temp table before
-- Inputs: review, staged_rows
create or replace temp table before as
select review.* from review semi join staged_rows using (shop, review_id)
