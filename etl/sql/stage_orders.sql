-- Title: rows of an order report, typed
-- Description: one row of the file each, with the reason why it is refused where it is. Blank rows, sums and repeated
--              headers are left out.
-- Grain: row of the sheet → temp table staged
-- Inputs: raw (our columns as text, row_number, overflow), word_order_status
-- Parameters: $contact_key, $is_numbered (has the file a column of order numbers)
-- Source of rule: 修改后的收货地址 overrides 收货地址; a virtual phone number is lent to one buyer after another,
--                 so it links nobody
create or replace temp table staged as
-- in two steps, since a macro that names its argument twice works it out twice
with bare_cells as (
    select row_number, overflow, bared(columns(* exclude (row_number, overflow))) from raw
),
tidied as (
    select row_number, overflow, filled(columns(* exclude (row_number, overflow))) from bare_cells
),
cells as (
    select
        row_number,
        overflow,
        whole_id(order_id) as order_id,
        whole_id(line_id) as line_id,
        whole_id(item_id) as item_id,
        buyer as buyer_shown,
        shop,
        status,
        created_at as created_text,
        paid_at as paid_at_text,
        shipped_at as shipped_text,
        finished_at as finished_text,
        payable as payable_text,
        postage as postage_text,
        total as total_text,
        paid as paid_text,
        received as received_text,
        refund_amount as refund_text,
        refunded,
        refund_status,
        -- what the export writes for an order that is not closed
        nullif(close_reason, '订单未关闭') as close_reason,
        title,
        sku,
        merchant_code,
        to_count(kinds) as kinds,
        to_count(quantity) as quantity,
        buyer_note,
        seller_note,
        courier,
        regexp_replace(tracking_no, '^No:', '') as tracking_no,
        receiver,
        -- what stands in columns of its own goes before the street, unless that begins with it
        coalesce(
            new_address,
            case
                when address is null or province is null or starts_with(address, province) then address
                else concat_ws(' ', province, city, district, address)
            end
        ) as address,
        case when province is not null then concat_ws(' ', province, city) end as region,
        coalesce(phone, landline) as phone,
        virtual_until,
        alipay
    from tidied
),
filled_rows as (
    select * from cells
    where coalesce(order_id, buyer_shown, status, created_text, paid_at_text, total_text, paid_text, title) is not null
        and is_caption(order_id) is not true
),
typed as (
    select
        cells.* exclude (phone, address, region, alipay, receiver, virtual_until, refunded, status, close_reason),
        case when says_yes(refunded) then 'success' end as refund_state,
        says_no(refunded) as is_not_refunded,
        coalesce(words.said, status) as status,
        coalesce(close_reason, closed_for) as close_reason,
        named(buyer_shown) as buyer,
        words.state,
        words.rank,
        to_time(created_text) as created_at,
        to_time(paid_at_text) as paid_at,
        to_time(shipped_text) as shipped_at,
        to_time(finished_text) as finished_at,
        to_money(payable_text) as payable,
        to_money(postage_text) as postage,
        to_money(total_text) as total,
        case when before_payment then 0 else to_money(paid_text) end as paid,
        to_money(received_text) as received,
        -- a bare yes: all of it
        coalesce(to_money(refund_text), case when says_yes(refunded) then coalesce(nullif(to_money(paid_text), 0),
            to_money(total_text), to_money(payable_text)) end) as refund_amount,
        veil_name(receiver) as receiver_shown,
        veil_phone(phone) as phone_shown,
        coalesce(region, nullif(array_to_string(string_split(address, ' ')[1:2], ' '), address)) as region,
        case when virtual_until is null then full_number(phone) end as phone,
        named(alipay) as alipay,
        case when length(address) >= 8 and not is_masked(address) and not is_masked(receiver)
            then receiver || '|' || street(address) end as address
    from filled_rows as cells
    left join word_order_status as words on words.text = half_width(cells.status)
),
reasoned as (
    select
        * exclude (phone, alipay, address),
        keyed($contact_key, ':phone:', phone) as phone_key,
        keyed($contact_key, ':alipay:', alipay) as alipay_key,
        keyed($contact_key, ':address:', address) as address_key,
        case
            when overflow is not null then 'too_wide'
            when order_id is null and $is_numbered then 'no_order_id'
            when is_damaged_id(order_id) then 'damaged_id'
            when not is_id(order_id) then 'odd_id'
            when is_odd_time(created_text, created_at) or is_odd_time(paid_at_text, paid_at) then 'odd_time'
            when is_odd_money(total_text, total) or is_odd_money(paid_text, paid) or is_odd_money(payable_text, payable)
                or is_odd_money(refund_text, refund_amount) then 'odd_money'
        end as reason
    from typed
)
select
    * exclude (
        overflow, created_text, paid_at_text, shipped_text, finished_text, payable_text, postage_text, total_text,
        paid_text, received_text, refund_text
    ),
    case reason
        when 'too_wide' then overflow
        when 'damaged_id' then order_id
        when 'odd_id' then order_id
        when 'odd_time' then concat_ws(' / ', created_text, paid_at_text)
        when 'odd_money' then concat_ws(' / ', total_text, paid_text, payable_text, refund_text)
    end as detail
from reasoned
