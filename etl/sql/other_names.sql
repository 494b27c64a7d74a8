-- Title: orders that stand under another shop's name than the file at hand gives them
-- Description: a shop that changed its name is told so, and one whose orders were taken for another's
-- Grain: name of before × name of now
-- Inputs: buyer_order, told_shop
select o.shop as old, told.shop as new, count(*) as count
from buyer_order as o
join told_shop as told on told.number = o.order_id
where o.shop not in ('', told.shop) and may_move(o.shop, o.order_id)
group by o.shop, told.shop
order by count(*) desc
limit 3
