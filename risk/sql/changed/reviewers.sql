-- Title: buyers to whom the reviews that were listed anew belong
-- Grain: shop × buyer → affected_buyer
-- Inputs: affected_review, review_chance
insert into affected_buyer
select distinct shop, buyer from review_chance semi join affected_review using (shop, review_id) where buyer is not null
