-- Title: let a name stand for itself again
-- Grain: name
-- Parameters: $name
delete from shop_alias where name = $name
