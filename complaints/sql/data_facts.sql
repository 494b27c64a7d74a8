-- Title: what the data say happened with the orders, refunds and reviews of a case
-- Description: one row for each thing with a date, as written, with the file and row it came from. An order brings
--              its refunds and reviews along, a refund or review its order.
-- Grain: kind × order, refund or review
-- Inputs: case_subject, complaint_case, buyer_order, line, refund, review, batch
-- Parameters: $case_id
with mine as (
    select s.kind, s.ref_id, s.order_id, c.shop
    from case_subject as s
    join complaint_case as c using (case_id)
    where s.case_id = $case_id and s.dropped_at is null
),
refunds as (
    select distinct r.*
    from refund as r
    join mine on mine.shop = r.shop and (
        mine.kind = 'refund' and mine.ref_id = r.refund_id or mine.kind = 'order' and mine.ref_id = r.order_id
    )
),
reviews as (
    select distinct r.*
    from review as r
    join mine on mine.shop = r.shop and (
        mine.kind = 'review' and mine.ref_id = r.review_id or mine.kind = 'order' and mine.ref_id = r.order_id
    )
),
wanted as (
    select shop, ref_id as order_id from mine where kind = 'order'
    union
    select shop, order_id from mine where order_id is not null
    union
    select shop, order_id from refunds where order_id is not null
    union
    select shop, order_id from reviews where order_id is not null
),
orders as (
    select o.* from buyer_order as o semi join wanted using (shop, order_id)
),
titles as (
    select shop, order_id, string_agg(distinct line.title, '、' order by line.title) as titles
    from lines_told('order_line') as line
    semi join wanted using (shop, order_id)
    group by shop, order_id
),
told as (
    select
        1 as step, 'placed' as kind, created_at as at, order_id, order_id as ref_id, buyer, coalesce(total, payable) as amount,
        coalesce(titles, title) as text, batch_id, row_number
    from orders left join titles using (shop, order_id)
    union all
    select 2, 'paid', paid_at, order_id, order_id, buyer, paid, null, batch_id, row_number
    from orders where paid_at is not null
    union all
    select
        3, 'shipped', shipped_at, order_id, order_id, buyer, null, nullif(concat_ws(' ', courier, tracking_no), ''),
        batch_id, row_number
    from orders where shipped_at is not null or tracking_no is not null
    union all
    select 4, 'finished', finished_at, order_id, order_id, buyer, null, status, batch_id, row_number
    from orders where state = 'success' and finished_at is not null
    union all
    select 5, 'unpaid_closed', finished_at, order_id, order_id, buyer, coalesce(total, payable), close_reason, batch_id, row_number
    from orders where is_unpaid
    union all
    select
        6, 'asked_' || coalesce(r.kind, 'refund'), r.applied_at, r.order_id, r.refund_id, coalesce(r.buyer, o.buyer),
        r.amount, nullif(concat_ws('，', r.reason, r.explanation), ''), r.batch_id, r.row_number
    from refunds as r left join orders as o using (shop, order_id)
    union all
    select
        7, 'refund_' || r.state, r.finished_at, r.order_id, r.refund_id, coalesce(r.buyer, o.buyer),
        case when r.state = 'success' then coalesce(r.to_buyer, r.amount) end, r.goods_state, r.batch_id, r.row_number
    from refunds as r left join orders as o using (shop, order_id)
    where r.state in ('success', 'refused', 'closed')
    union all
    select
        8, 'sent_back', null, r.order_id, r.refund_id, coalesce(r.buyer, o.buyer), null,
        concat_ws(' ', r.return_courier, r.return_tracking_no), r.batch_id, r.row_number
    from refunds as r left join orders as o using (shop, order_id)
    where r.return_tracking_no is not null
    union all
    select
        9, 'review_' || coalesce(r.rating, 'other'), r.created_at, r.order_id, r.review_id, coalesce(r.buyer, o.buyer),
        null, r.text, r.batch_id, r.row_number
    from reviews as r left join orders as o using (shop, order_id)
    union all
    select
        10, 'review_followup', r.followup_at, r.order_id, r.review_id, coalesce(r.buyer, o.buyer), null, r.followup,
        r.batch_id, r.row_number
    from reviews as r left join orders as o using (shop, order_id)
    where r.followup is not null
)
select told.* exclude (step, batch_id), batch.file
from told
left join batch using (batch_id)
order by told."at" nulls last, told.step, told.ref_id
