-- Title: the shop of rows whose file does not name it: the one that has the same refund already
-- Grain: row of staged
-- Inputs: staged, refund
update staged
set shop = (
    select any_value(r.shop) from refund as r
    where r.shop <> '' and r.refund_id = staged.refund_id
    having count(distinct r.shop) = 1
)
where shop is null
