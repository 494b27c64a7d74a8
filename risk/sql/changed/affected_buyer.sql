-- Title: buyers whose chances are listed anew
-- Description: as the list and the orders are; whom a review that changed belongs to then is added when it is listed
-- Grain: shop × buyer → temp table affected_buyer
-- Inputs: affected_order, affected_review, order_at_hand, order_chance, review_chance (as they were)
create or replace temp table affected_buyer as
select shop, buyer from order_at_hand where buyer is not null
union
select shop, buyer from order_chance semi join affected_order using (shop, order_id) where buyer is not null
union
select shop, buyer from review_chance semi join affected_review using (shop, review_id) where buyer is not null
