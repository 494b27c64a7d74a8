-- Title: staged order rows, one an order
-- Description: newer exports hold several rows an order, one a line, each with its own state; money of the order
--              stands in all of them and is taken once. An order is closed only when all its lines are. The same
--              line twice is the same order seen at two times: then the later state holds.
-- Grain: shop × order → temp view staged_rows
-- Inputs: staged, repeated
-- Variables: batch_id, sheet, seen_at, has_paid_at (does the file have the column 订单付款时间), has_amounts (does it
--            have what was paid, or paid back)
-- Source of rule: 订单付款时间 empty = never paid; without that column 订单关闭原因, then the amounts, decide
create or replace temp view staged_rows as
-- not materialized: all columns of all rows would be copied, to be read twice
with good as not materialized (
    from staged where reason is null
),
several as (
    select *, count(distinct concat_ws('|', line_id, title, sku)) over (partition by shop, order_id) as lines
    from good
    semi join repeated using (shop, order_id)
),
placed as (
    select *, (case when lines > 1 and state = 'closed' then 3.5 else coalesce(rank, 0) end, row_number) as place
    from several
),
single as (
    select
        shop, order_id, buyer, buyer_shown, status, state, rank, created_at, paid_at, shipped_at, finished_at, payable,
        postage, total, paid, received, refund_amount, close_reason, title, kinds, quantity, buyer_note, seller_note,
        courier, tracking_no, receiver_shown, phone_shown, region, phone_key, alipay_key, address_key, row_number
    from good
    anti join repeated using (shop, order_id)
    union all by name
    select
        shop,
        order_id,
        arg_max(buyer, place) as buyer,
        arg_max(buyer_shown, place) as buyer_shown,
        arg_max(status, place) as status,
        arg_max(state, place) as state,
        arg_max(rank, place) as rank,
        min(created_at) as created_at,
        min(paid_at) as paid_at,
        min(shipped_at) as shipped_at,
        max(finished_at) as finished_at,
        arg_max(payable, place) as payable,
        arg_max(postage, place) as postage,
        arg_max(total, place) as total,
        arg_max(paid, place) as paid,
        arg_max(received, place) as received,
        arg_max(refund_amount, place) as refund_amount,
        arg_max(close_reason, place) as close_reason,
        string_agg(distinct title, '，' order by title) as title,
        arg_max(kinds, place) as kinds,
        arg_max(quantity, place) as quantity,
        arg_max(buyer_note, place) as buyer_note,
        arg_max(seller_note, place) as seller_note,
        arg_max(courier, place) as courier,
        arg_max(tracking_no, place) as tracking_no,
        arg_max(receiver_shown, place) as receiver_shown,
        arg_max(phone_shown, place) as phone_shown,
        arg_max(region, place) as region,
        arg_max(phone_key, place) as phone_key,
        arg_max(alipay_key, place) as alipay_key,
        arg_max(address_key, place) as address_key,
        min(row_number) as row_number
    from placed
    group by shop, order_id
),
judged as (
    select
        * exclude (state, rank),
        case
            when state is not null then state
            when close_reason is not null then 'closed'
            when not getvariable('has_paid_at') then null
            when paid_at is null and created_at < getvariable('seen_at')::timestamp - interval 24 hour then 'closed'
            when paid_at is null then 'waiting'
            when finished_at is not null then 'success'
            else 'paid'
        end as state,
        case
            when state is not null then rank
            when close_reason is not null or getvariable('has_paid_at') then 1
            else 0
        end as rank
    from single
)
select
    *,
    case
        when state <> 'closed' or paid_at is not null then false
        when state is null then null
        when getvariable('has_paid_at') then true
        when close_reason is not null then contains(close_reason, '未付款') or contains(close_reason, '未及时付款')
        when coalesce(paid, 0) > 0 or coalesce(refund_amount, 0) > 0 or coalesce(received, 0) > 0
            or tracking_no is not null then false
        when getvariable('has_amounts') then true
    end as is_unpaid,
    getvariable('seen_at')::timestamp as seen_at,
    getvariable('batch_id') as batch_id,
    getvariable('sheet') as sheet
from judged
