-- Title: the rows behind the claims
-- Description: every chance of these buyers in which something happened, counted or not, with the file and row it
--              came from. A refund that no refund export tells of stands as its order, with the row of its line; so
--              do a refund and a review that their files give no number.
--              kind: of a refund; said: what the file says, its reason, the review's text or why the order was closed
-- Grain: shop × buyer × signal × (order | line | review)
-- Inputs: trial, buyer_order, order_line, refund, review, batch
-- Parameters: $shops, $buyers (lists of equal length)
with asked as (
    select unnest($shops::varchar[]) as shop, unnest($buyers::varchar[]) as buyer
),
rows_of as (
    select trial.* from trial semi join asked on asked.shop = trial.shop and asked.buyer = trial.buyer
),
hits as materialized (
    -- an order of several products is one row, not one a product
    select
        shop, buyer, signal, order_id, ref_id, any_value("at") as at, string_agg(distinct title, '、' order by title) as title,
        bool_or(is_hit) as is_hit, any_value(why_not) as why_not, any_value(amount) as amount,
        any_value(kind) as kind
    from rows_of
    -- that the system wrote a review is nothing that the buyer did
    where is_hit or why_not <> 'default_review'
    group by shop, buyer, signal, order_id, ref_id
),
-- each large table is read once for a few rows
placed_orders as materialized (
    select shop, order_id, close_reason, batch_id, row_number from buyer_order semi join hits using (shop, order_id)
),
told_lines as materialized (
    select shop, order_id, line_id, batch_id, row_number from order_line
    semi join (from hits where signal = 'refund') using (shop, order_id)
),
records as (
    select shop, 'refund' as signal, refund_id as ref_id, reason as said, batch_id, row_number from refund
    union all
    select shop, 'review', review_id, text, batch_id, row_number from review
)
select
    hits.shop, hits.buyer, hits.signal, hits.order_id,
    case
        when hits.signal = 'refund' and (r.ref_id is null or starts_with(hits.ref_id, '#')) then hits.order_id
        when hits.signal = 'review' and regexp_full_match(hits.ref_id, '[0-9a-f]{32}(#[0-9]+)?') then hits.order_id
        else hits.ref_id
    end as ref_id,
    hits."at", hits.title,
    -- of a refund no amount may be told
    case when hits.signal = 'refund' then nullif(hits.amount, 0) else hits.amount end::double as amount, hits.is_hit, hits.why_not, batch.file,
    coalesce(r.row_number, l.row_number, o.row_number)::integer as row_number, hits.kind,
    coalesce(r.said, case when hits.signal = 'unpaid' then o.close_reason end) as said
from hits
left join records as r using (shop, signal, ref_id)
left join told_lines as l
    on hits.signal = 'refund' and l.shop = hits.shop and l.order_id = hits.order_id and l.line_id = hits.ref_id
left join placed_orders as o
    on hits.signal <> 'review' and o.shop = hits.shop and o.order_id = hits.order_id
left join batch on batch.batch_id = coalesce(r.batch_id, l.batch_id, o.batch_id)
order by hits.shop, hits.buyer, hits.signal, hits."at" desc
