-- Title: which shop each number belongs to, as the file at hand tells it
-- Description: a number that stands under two shops tells nothing
-- Grain: number → temp table told_shop
-- Inputs: told_numbers (number, shop)
create or replace temp table told_shop as
select number, any_value(shop) as shop
from told_numbers
where shop <> ''
group by number
having count(distinct shop) = 1
