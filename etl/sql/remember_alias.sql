-- Title: a shop's former name, and what was known under it
-- Grain: name
-- Parameters: $old, $new
insert or replace into shop_alias
select $old, $new
union all
select name, $new from shop_alias where shop = $old and name <> $new
