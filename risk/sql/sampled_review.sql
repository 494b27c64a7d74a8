-- Title: the reviews of the buyers who answer for all whether trials go together
-- Grain: review_chance → temp table sampled_review
-- Inputs: review_chance
-- Parameters: $every (one buyer in so many is asked)
create or replace temp table sampled_review as
from review_chance
where hash(buyer) % $every::ubigint = 0
