-- Title: the lines of orders
-- Description: lines of the item report; of orders that it does not hold, the lines as the order report tells them;
--              of orders without either, one line without a title. Each with its product: the item id, else the id
--              that the same title has elsewhere, else the title.
-- Grain: shop × order × line
-- Inputs: order_line, buyer_order
-- Caveats: the item report reportedly leaves unpaid orders out, so both sources are needed side by side
create or replace view line as
with reported as (
    select distinct shop, order_id from order_line where source = 'items'
),
chosen as (
    select shop, order_id, line_id, item_id, title, sku, quantity, paid, refund_state, refund_amount
    from order_line
    where source = 'items'
    union all
    select shop, order_id, line_id, item_id, title, sku, quantity, paid, refund_state, refund_amount
    from order_line
    anti join reported using (shop, order_id)
    where source = 'orders'
    union all
    select
        shop, order_id, '' as line_id, null as item_id, null as title, null as sku, quantity, paid,
        null as refund_state, null as refund_amount
    from buyer_order
    anti join order_line using (shop, order_id)
),
known_titles as (
    select shop, title, mode(item_id) as item_id
    from order_line
    where item_id is not null and title is not null
    group by shop, title
)
select
    chosen.* exclude (item_id),
    coalesce(chosen.item_id, known_titles.item_id, chosen.title, '') as product
from chosen
left join known_titles using (shop, title)
