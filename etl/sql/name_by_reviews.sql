-- Title: the shop of rows whose file does not name it: the one that has the same review already
-- Grain: row of staged
-- Inputs: staged, review
update staged
set shop = (
    select any_value(r.shop) from review as r
    where r.shop <> '' and r.review_id = staged.review_id
    having count(distinct r.shop) = 1
)
where shop is null
