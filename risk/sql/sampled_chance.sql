-- Title: the chances of some buyers, who answer for all whether trials go together
-- Grain: order_chance → temp table sampled_chance
-- Inputs: order_chance
-- Parameters: $every (one buyer in so many is asked)
create or replace temp table sampled_chance as
from order_chance
where hash(buyer) % $every::ubigint = 0
