-- Title: what on one buyer's record could be the shop's own doing, or nobody's fault
-- Description: late_parcels: refunded orders that left more than 48 hours after they were paid, of the sent_parcels
--              whose times are known; late_reviewed, of the sent_reviewed: badly reviewed ones. price_drops: refunded
--              lines, of the priced ones, whose product (same sku) went to at least three others for a tenth less
--              within 15 days. no_reason: counted refunds that say 七天无理由 or the like, which the law grants.
--              defects: counted ones that say something was wrong with the goods or that they did not come. untold:
--              counted ones that no refund export gives a reason for, nor says whose fault they were. no_product:
--              counted ones of which no export tells the product. rated: bad reviews whose product is known. undated:
--              unpaid orders without a time, of each product at most as many as were paid for. reordered: unpaid
--              orders placed again; bought_again: refunds to buy the same anew. unpaid, refunds, bad_reviews: what
--              counts at all.
-- Grain: one row
-- Inputs: trial, product_risk, refund, buyer_order, order_line, setting
-- Parameters: $shop, $buyer
with mine as (
    select * from trial where shop = $shop and buyer = $buyer
),
refunded as (
    select order_id, ref_id, product, title from mine where signal = 'refund' and is_hit and is_counted
),
disliked as (
    select order_id, product, title from mine where signal = 'review' and is_hit and is_counted
),
-- products that everybody does it with
common as (
    select p.signal, p.product, coalesce(p.title, p.product) as known_as, p.rate
    from product_risk as p
    where p.shop = $shop and p.product <> '' and p.rate >= 2 * p.shop_rate
),
faulty as (
    select product, known_as, rate from refunded join common using (product) where signal = 'refund'
),
badly_rated as (
    select product, known_as, rate from disliked join common using (product) where signal = 'review'
),
-- each large table is read once for a few rows; joined as they are, all orders would be hashed to find them
their_orders as materialized (
    select
        order_id, paid_at, shipped_at, shipped_at > paid_at + interval 48 hour as is_late,
        order_id in (select order_id from refunded) as is_refunded,
        order_id in (select order_id from disliked) as is_disliked
    from buyer_order
    where shop = $shop
        and order_id in (select order_id from refunded union all select order_id from disliked)
),
their_lines as materialized (
    select order_id, line_id, item_id, sku, paid / greatest(1, quantity) as price, paid_at
    from order_line
    where shop = $shop and order_id in (select order_id from refunded) and item_id in (select product from refunded)
),
bought as (
    select l.order_id, l.line_id, l.item_id, l.sku, l.price, coalesce(l.paid_at, o.paid_at) as "at"
    from their_lines as l
    join their_orders as o using (order_id)
),
lower_priced as materialized (
    select bought.order_id, bought.line_id, bought."at", l.order_id as cheaper_id, l.paid_at
    from order_line as l
    join bought on bought.item_id = l.item_id and bought.sku is not distinct from l.sku
    where l.shop = $shop and l.paid > 0 and l.paid / greatest(1, l.quantity) <= 0.9 * bought.price
        and (l.paid_at is null or l.paid_at between bought."at" and bought."at" + interval 15 day)
),
cheaper as (
    select l.order_id, l.line_id
    from lower_priced as l
    join buyer_order as o on o.shop = $shop and o.order_id = l.cheaper_id
    where o.buyer is distinct from $buyer
        and coalesce(l.paid_at, o.paid_at) between l."at" and l."at" + interval 15 day
    group by l.order_id, l.line_id
    having count(*) >= 3
),
undated as (
    select
        product,
        coalesce(sum(weight) filter (is_hit and is_counted and "at" is null), 0) as hits,
        coalesce(sum(weight) filter (not is_hit and is_counted), 0) as paid
    from mine
    -- as the verdict has it (undated_hits.sql): none where the setting has every order count
    where signal = 'unpaid' and (select value from setting where name = 'reorder_hours') > 0
    group by product
),
told as (
    select
        count(*) filter (reason is not null or fault is not null) as told,
        count(*) filter (reason_class = 'no_reason') as no_reason,
        count(*) filter (reason_class in (
            'quality', 'damaged', 'not_as_described', 'wrong', 'missing', 'not_received'
        )) as defects
    from refund
    where shop = $shop and refund_id in (select ref_id from refunded)
)
select
    (select count(*) from mine where why_not = 'shop_fault')::integer as shop_fault,
    (select count(distinct order_id) from mine where signal = 'unpaid' and why_not = 'reordered')::integer as reordered,
    (select count(*) from mine where signal = 'refund' and why_not = 'reordered')::integer as bought_again,
    coalesce((select round(sum(least(hits, paid))) from undated), 0)::integer as undated,
    (select count(distinct order_id) from mine where why_not = 'out_of_stock')::integer as out_of_stock,
    (select count(distinct product) from faulty)::integer as faulty_products,
    (select arg_max(known_as, rate) from faulty) as faulty_title,
    (select arg_max(product_ref($shop, product), rate) from faulty) as faulty_ref,
    (select max(rate) from faulty)::double as faulty_rate,
    (select count(*) from disliked where product <> '')::integer as rated,
    (select count(*) from badly_rated)::integer as badly_rated,
    (select arg_max(known_as, rate) from badly_rated) as badly_rated_title,
    (select arg_max(product_ref($shop, product), rate) from badly_rated) as badly_rated_ref,
    (select max(rate) from badly_rated)::double as badly_rated_rate,
    (select count(is_late) from their_orders where is_refunded)::integer as sent_parcels,
    (select count(*) from their_orders where is_refunded and is_late)::integer as late_parcels,
    (select count(is_late) from their_orders where is_disliked)::integer as sent_reviewed,
    (select count(*) from their_orders where is_disliked and is_late)::integer as late_reviewed,
    (select count(price) from bought)::integer as priced,
    (select count(*) from cheaper)::integer as price_drops,
    (select no_reason from told)::integer as no_reason,
    (select defects from told)::integer as defects,
    (select told from told)::integer as told,
    (select count(*) from mine where signal = 'unpaid' and is_hit and is_counted)::integer as unpaid,
    (select count(distinct (order_id, ref_id)) from refunded)::integer as refunds,
    (select count(*) from disliked)::integer as bad_reviews,
    ((select count(distinct (order_id, ref_id)) from refunded) - (select told from told))::integer as untold,
    (select count(*) filter (product = '') from refunded)::integer as no_product
