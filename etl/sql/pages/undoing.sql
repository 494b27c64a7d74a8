-- Title: what undoing one import would do
-- Description: rows that this import alone speaks of go; rows that others speak of, too, are settled without it.
--              Lines that came with their order are not counted beside it, so that the sum is what an owner calls rows.
-- Grain: one row
-- Inputs: buyer_order, order_line, refund, review and their sightings
-- Parameters: $batch_id
with alone as (
    select count(*) as rows from buyer_order as r
    where r.batch_id = $batch_id and not exists (from order_sighting as s where s.shop = r.shop and s.order_id = r.order_id)
    union all
    select count(*) from order_line as r
    where
        r.batch_id = $batch_id and r.source = 'items'
        and not exists (
            from line_sighting as s where s.shop = r.shop and s.order_id = r.order_id and s.line_id = r.line_id
        )
    union all
    select count(*) from refund as r
    where r.batch_id = $batch_id and not exists (from refund_sighting as s where s.shop = r.shop and s.refund_id = r.refund_id)
    union all
    select count(*) from review as r
    where r.batch_id = $batch_id and not exists (from review_sighting as s where s.shop = r.shop and s.review_id = r.review_id)
),
shared as (
    select shop, order_id as id, '' as line_id, 'order' as kind, count(*) filter (batch_id <> $batch_id) as others
    from order_sighting group by all having bool_or(batch_id = $batch_id)
    union all
    select shop, order_id, line_id, 'line', count(*) filter (batch_id <> $batch_id)
    from line_sighting where source = 'items' group by all having bool_or(batch_id = $batch_id)
    union all
    select shop, refund_id, '', 'refund', count(*) filter (batch_id <> $batch_id)
    from refund_sighting group by all having bool_or(batch_id = $batch_id)
    union all
    select shop, review_id, '', 'review', count(*) filter (batch_id <> $batch_id)
    from review_sighting group by all having bool_or(batch_id = $batch_id)
)
select
    ((select sum(rows) from alone) + (select count(*) from shared where others = 0))::bigint as gone,
    (select count(*) from shared where others > 0)::bigint as restored
