-- Title: the rows behind the claims
-- Description: every chance of these buyers in which something happened, counted or not, with the file and row it
--              came from
-- Grain: shop × buyer × signal × (order | line | review)
-- Inputs: trial, buyer_order, refund, review, batch
-- Parameters: $shops, $buyers (lists of equal length)
with asked as (
    select unnest($shops::varchar[]) as shop, unnest($buyers::varchar[]) as buyer
),
rows_of as (
    select trial.* from trial semi join asked on asked.shop = trial.shop and asked.buyer = trial.buyer
),
hits as (
    -- an order of several products is one row, not one a product
    select
        shop, buyer, signal, order_id, ref_id, any_value("at") as at, string_agg(distinct title, '、') as title,
        bool_or(is_hit) as is_hit, any_value(why_not) as why_not, any_value(amount) as amount
    from rows_of
    where is_hit or why_not is not null
    group by shop, buyer, signal, order_id, ref_id
),
places as (
    select shop, 'unpaid' as signal, order_id as ref_id, batch_id, row_number from buyer_order
    union all
    select shop, 'refund', refund_id, batch_id, row_number from refund
    union all
    select shop, 'review', review_id, batch_id, row_number from review
)
select
    hits.shop, hits.buyer, hits.signal, hits.order_id, hits.ref_id, hits."at", hits.title, hits.amount::double as amount,
    hits.is_hit, hits.why_not, batch.file, places.row_number::integer as row_number
from hits
left join places using (shop, signal, ref_id)
left join batch using (batch_id)
order by hits.shop, hits.buyer, hits.signal, hits."at" desc
