-- Title: the shop of rows whose file does not name it: the one that has lines of the same order already
-- Grain: row of staged
-- Inputs: staged, order_line
update staged
set shop = (
    select any_value(r.shop) from order_line as r
    where r.shop <> '' and r.order_id = staged.order_id
    having count(distinct r.shop) = 1
)
where shop is null
