-- Title: those who would move, the surest first: who comes on or falls off before who changes the tier
-- Grain: shop × buyer
-- Inputs: moves
-- Parameters: $most
select *
from moves
order by tier_before <> 'none' and tier <> 'none', certainty desc, shop, buyer
limit $most::bigint
