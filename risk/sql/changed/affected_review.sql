-- Title: reviews whose chances are listed anew
-- Grain: shop × review → temp table affected_review
-- Inputs: changed_review, review, affected_order, retitled
create or replace temp table affected_review as
select shop, review_id from changed_review
union
select shop, review_id from review semi join affected_order using (shop, order_id)
union
select shop, review_id from review semi join retitled using (shop, title) where item_id is null
