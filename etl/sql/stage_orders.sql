-- Title: rows of an order report, typed
-- Description: one row of the file each, with the reason why it is refused where it is. Blank rows are left out.
-- Grain: row of the sheet → temp table staged
-- Inputs: raw (our columns as text, row_number, overflow), word_order_status
-- Parameters: $shop (owner's choice or null), $contact_key
-- Source of rule: 修改后的收货地址 overrides 收货地址; a virtual phone number is lent to one buyer after another,
--                 so it links nobody
create or replace temp table staged as
with cells as (
    select
        row_number,
        overflow,
        whole_id(tidy(order_id)) as order_id,
        whole_id(tidy(line_id)) as line_id,
        whole_id(tidy(item_id)) as item_id,
        tidy(buyer) as buyer_shown,
        coalesce($shop, tidy(shop)) as shop,
        tidy(status) as status,
        tidy(created_at) as created_text,
        tidy(paid_at) as paid_at_text,
        tidy(shipped_at) as shipped_text,
        tidy(finished_at) as finished_text,
        tidy(payable) as payable_text,
        tidy(postage) as postage_text,
        tidy(total) as total_text,
        tidy(paid) as paid_text,
        tidy(received) as received_text,
        tidy(refund_amount) as refund_text,
        tidy(close_reason) as close_reason,
        tidy(title) as title,
        tidy(sku) as sku,
        tidy(merchant_code) as merchant_code,
        to_count(tidy(kinds)) as kinds,
        to_count(tidy(quantity)) as quantity,
        tidy(buyer_note) as buyer_note,
        tidy(seller_note) as seller_note,
        tidy(courier) as courier,
        regexp_replace(tidy(tracking_no), '^No:', '') as tracking_no,
        tidy(receiver) as receiver,
        coalesce(tidy(new_address), tidy(address)) as address,
        coalesce(tidy(phone), tidy(landline)) as phone,
        tidy(virtual_until) as virtual_until,
        tidy(alipay) as alipay
    from raw
),
filled_rows as (
    select * from cells
    where coalesce(order_id, buyer_shown, status, created_text, paid_at_text, total_text, paid_text, title) is not null
),
typed as (
    select
        cells.* exclude (phone, address, alipay, receiver, virtual_until),
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
        to_money(paid_text) as paid,
        to_money(received_text) as received,
        to_money(refund_text) as refund_amount,
        veil_name(receiver) as receiver_shown,
        veil_phone(phone) as phone_shown,
        nullif(array_to_string(string_split(address, ' ')[1:2], ' '), address) as region,
        case when virtual_until is null and regexp_full_match(digits(phone), '1[0-9]{10}|0[0-9]{9,11}')
            then digits(phone) end as phone,
        named(alipay) as alipay,
        case when length(address) >= 8
            then named(receiver) || '|' || named(regexp_replace(address, '\s|\([0-9]{6}\)$', '', 'g')) end as address
    from filled_rows as cells
    left join word_order_status as words on words.text = half_width(cells.status)
)
select
    * exclude (phone, alipay, address),
    keyed($contact_key, ':phone:', phone) as phone_key,
    keyed($contact_key, ':alipay:', alipay) as alipay_key,
    keyed($contact_key, ':address:', address) as address_key,
    case
        when overflow is not null then 'too_wide'
        when order_id is null then 'no_order_id'
        when is_damaged_id(order_id) then 'damaged_id'
        when not is_id(order_id) then 'odd_id'
        when is_odd_time(created_text, created_at) or is_odd_time(paid_at_text, paid_at) then 'odd_time'
        when is_odd_money(total_text, total) or is_odd_money(paid_text, paid) or is_odd_money(payable_text, payable)
            or is_odd_money(refund_text, refund_amount) then 'odd_money'
    end as reason,
    case reason
        when 'too_wide' then overflow
        when 'damaged_id' then order_id
        when 'odd_id' then order_id
        when 'odd_time' then concat_ws(' / ', created_text, paid_at_text)
        when 'odd_money' then concat_ws(' / ', total_text, paid_text, payable_text, refund_text)
    end as detail
from typed
