-- Title: how often each kind of one product is refunded
-- Description: by colour, size and the like as the files write it; paid lines that count, of buyers who are not on the
--              list. Nothing where all lines say the same, or nothing
-- Grain: sku, those bought most
-- Inputs: order_chance, order_line, listed_buyer
-- Parameters: $shop, $product
with lines as (
    select c.order_id, c.line_id, c.is_refunded
    from order_chance as c
    anti join listed_buyer as b on b.shop = c.shop and b.buyer = c.buyer
    where c.shop = $shop and c.product = $product and c.is_paid and c.refund_why_not is null
)
select l.sku, count(*)::integer as lines, count(*) filter (is_refunded)::integer as refunds,
    (refunds / count(*))::double as rate
from lines
join order_line as l on l.shop = $shop and l.order_id = lines.order_id and l.line_id = lines.line_id
where l.sku is not null
group by l.sku
qualify count(*) over () > 1
order by count(*) desc, l.sku
limit 12
