-- Title: what on one buyer's record could be the shop's own doing, or nobody's fault
-- Description: late_parcels: refunded orders that left more than 48 hours after they were paid. price_drops: refunded
--              lines whose product (same sku) went to at least three others for a tenth less within 15 days.
--              no_reason: counted refunds that say 七天无理由 or the like, which the law grants.
-- Grain: one row
-- Inputs: trial, product_risk, refund, buyer_order, order_line
-- Parameters: $shop, $buyer
with mine as (
    select * from trial where shop = $shop and buyer = $buyer
),
refunded as (
    select order_id, ref_id, product, title from mine where signal = 'refund' and is_hit and is_counted
),
faulty as (
    select r.product, r.title, p.rate
    from refunded as r
    join product_risk as p on p.shop = $shop and p.product = r.product and p.signal = 'refund'
    where p.rate >= 2 * p.shop_rate
),
parcels as (
    select count(*) filter (shipped_at > paid_at + interval 48 hour) as late
    from buyer_order
    where shop = $shop and order_id in (select order_id from refunded)
),
bought as (
    select l.item_id, l.sku, l.paid / greatest(1, l.quantity) as price, coalesce(l.paid_at, o.paid_at) as at, l.line_id
    from order_line as l
    join buyer_order as o using (shop, order_id)
    where l.shop = $shop and l.order_id in (select order_id from refunded) and l.item_id is not null
        and l.item_id in (select product from refunded)
),
others as (
    select l.item_id, l.sku, l.paid / greatest(1, l.quantity) as price, coalesce(l.paid_at, o.paid_at) as at
    from order_line as l
    join buyer_order as o using (shop, order_id)
    where l.shop = $shop and l.item_id in (select item_id from bought) and o.buyer is distinct from $buyer and l.paid > 0
),
cheaper as (
    select b.line_id
    from bought as b
    join others as o on o.item_id = b.item_id and o.sku is not distinct from b.sku
        and o.at between b.at and b.at + interval 15 day and o.price <= 0.9 * b.price
    group by b.line_id
    having count(*) >= 3
),
reasons as (
    select count(*) as no_reason
    from refund
    where shop = $shop and refund_id in (select ref_id from refunded) and reason_class = 'no_reason'
)
select
    (select count(*) from mine where why_not = 'shop_fault')::integer as shop_fault,
    (select count(distinct order_id) from mine where why_not = 'reordered')::integer as reordered,
    (select count(distinct order_id) from mine where why_not = 'out_of_stock')::integer as out_of_stock,
    (select count(distinct product) from faulty)::integer as faulty_products,
    (select arg_max(title, rate) from faulty) as faulty_title,
    (select max(rate) from faulty)::double as faulty_rate,
    (select late from parcels)::integer as late_parcels,
    (select count(*) from cheaper)::integer as price_drops,
    (select no_reason from reasons)::integer as no_reason
