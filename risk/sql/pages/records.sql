-- Title: the rows behind a figure, the latest first, a page at a time
-- Description: every chance of a signal in which something happened, as the weeks count it: an order of several
--              products is one row; one that may still be paid is none yet. And refunds that are the shop's own fault,
--              which no week counts. found: how many rows there are; happened: those that the weeks count. tier: of
--              buyers on the list. said, file, row_number: as in rows_behind.sql
-- Grain: order (unpaid) | line or refund | review
-- Inputs: trial, listed_buyer, buyer_order, order_line, refund, review, batch
-- Parameters: $shop (null: all), $signal, $product (null: any), $since, $until (null: any; the latter no longer),
--             $is_listed (null: everybody), $size (null: all), $offset
with happened as not materialized (
    select shop, buyer, order_id, ref_id, "at", is_hit from trial
    where signal = $signal and (is_hit or why_not = 'shop_fault') and why_not is distinct from 'payment_window'
        and ($shop::varchar is null or shop = $shop) and ($product::varchar is null or product = $product)
        and ($since::timestamp is null or "at" >= $since) and ($until::timestamp is null or "at" < $until)
),
-- of the three only the one that is asked for is looked at
hits as (
    from happened where $is_listed::boolean is null
    union all
    from happened semi join listed_buyer using (shop, buyer) where $is_listed
    union all
    from happened anti join listed_buyer using (shop, buyer) where not $is_listed
),
-- first which they are, then what they are: to carry all columns of all of them takes twice as long
asked as materialized (
    select shop, order_id, ref_id, any_value("at") as "at", count(*) over () as found,
        count_if(bool_or(is_hit)) over () as happened
    from hits
    group by shop, order_id, ref_id
    order by any_value("at") desc nulls last, shop, order_id, ref_id
    limit $size offset $offset
),
-- by what the tables themselves hold, which lets them be read for a few rows
rows_of as (
    from trial where signal = $signal and $signal <> 'review' and order_id in (select order_id from asked)
    union all
    from trial where signal = $signal and $signal = 'review' and ref_id in (select ref_id from asked)
),
events as materialized (
    select
        shop, r.order_id, ref_id, any_value(r.buyer) as buyer, any_value(asked."at") as "at",
        string_agg(distinct r.title, '、' order by r.title) as title, any_value(r.why_not) as why_not,
        any_value(r.amount) as amount, any_value(r.kind) as kind,
        bool_or(r.is_hit) as is_hit, any_value(asked.found) as found,
        any_value(asked.happened) as happened
    from rows_of as r
    join asked using (shop, ref_id)
    where r.order_id is not distinct from asked.order_id
        and ($product::varchar is null or r.product = $product)
    group by shop, r.order_id, ref_id
),
-- each large table is read once for a few rows, by one column: by two, all of it would be put together first
placed_orders as materialized (
    select shop, order_id, close_reason, batch_id, row_number from buyer_order
    where $signal <> 'review' and order_id in (select order_id from asked)
),
told_lines as materialized (
    select shop, order_id, line_id, batch_id, row_number from order_line
    where $signal = 'refund' and order_id in (select order_id from asked)
),
told as materialized (
    select shop, refund_id as ref_id, reason as said, batch_id, row_number from refund
    where $signal = 'refund' and refund_id in (select ref_id from asked)
    union all
    select shop, review_id, text, batch_id, row_number from review
    where $signal = 'review' and review_id in (select ref_id from asked)
)
select
    e.shop, e.buyer, buyer_ref(e.shop, e.buyer) as ref, listed.tier, e.order_id,
    -- what has no number of its own is known by its order's
    case when $signal = 'refund' and (told.ref_id is null or starts_with(e.ref_id, '#')) then e.order_id else e.ref_id end
        as ref_id,
    e."at", e.title,
    -- of a refund no amount may be told
    case when $signal = 'refund' then nullif(e.amount, 0) else e.amount end::double as amount, e.kind, e.is_hit,
    e.why_not,
    coalesce(told.said, case when $signal = 'unpaid' then o.close_reason end) as said,
    batch.file, coalesce(told.row_number, l.row_number, o.row_number)::integer as row_number, e.found, e.happened
from events as e
left join told on told.shop = e.shop and told.ref_id = e.ref_id
left join listed_buyer as listed on listed.shop = e.shop and listed.buyer = e.buyer
left join told_lines as l on l.shop = e.shop and l.order_id = e.order_id and l.line_id = e.ref_id
left join placed_orders as o on o.shop = e.shop and o.order_id = e.order_id
left join batch on batch.batch_id = coalesce(told.batch_id, l.batch_id, o.batch_id)
order by e."at" desc nulls last, e.shop, e.order_id, e.ref_id
