-- Title: rows of an item report, typed
-- Description: one row of the file each, with the reason why it is refused where it is. Blank rows, sums and repeated
--              headers are left out.
-- Grain: row of the sheet → temp table staged
-- Inputs: raw (our columns as text, row_number, overflow), word_order_status, word_refund_status
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
        shop,
        title,
        sku,
        merchant_code,
        price as price_text,
        to_count(quantity) as quantity,
        payable as payable_text,
        paid as paid_text,
        status,
        refund_status,
        refund_amount as refund_text,
        created_at as created_text,
        paid_at as paid_at_text
    from tidied
),
filled_rows as (
    select * from cells where coalesce(order_id, line_id, title, price_text) is not null
        and is_caption(order_id) is not true
),
refund_states as (
    select refund_status, arg_min(state, place) as refund_state, arg_min(said, place) as said
    from (select distinct refund_status from filled_rows where refund_status is not null) as seen
    join word_refund_status as words on contains(seen.refund_status, words.part)
    group by refund_status
),
typed as (
    select
        cells.* exclude (status, refund_status),
        coalesce(words.said, status) as status,
        coalesce(refund_states.said, refund_status) as refund_status,
        to_time(created_text) as created_at,
        to_time(paid_at_text) as paid_at,
        to_money(price_text) as price,
        to_money(payable_text) as payable,
        case when before_payment then 0 else to_money(paid_text) end as paid,
        to_money(refund_text) as refund_amount,
        words.state,
        words.rank,
        refund_states.refund_state
    from filled_rows as cells
    left join word_order_status as words on words.text = half_width(cells.status)
    left join refund_states using (refund_status)
),
reasoned as (
    select
        *,
        case
            when overflow is not null then 'too_wide'
            when order_id is null then 'no_order_id'
            when is_damaged_id(order_id) then 'damaged_id'
            when not is_id(order_id) then 'odd_id'
            when is_damaged_id(line_id) then 'damaged_id'
            when is_odd_time(created_text, created_at) or is_odd_time(paid_at_text, paid_at) then 'odd_time'
            when is_odd_money(price_text, price) or is_odd_money(paid_text, paid) or is_odd_money(refund_text, refund_amount) then 'odd_money'
        end as reason
    from typed
)
select
    *,
    case reason
        when 'too_wide' then overflow
        when 'damaged_id' then concat_ws(' / ', order_id, line_id)
        when 'odd_id' then order_id
        when 'odd_time' then concat_ws(' / ', created_text, paid_at_text)
        when 'odd_money' then concat_ws(' / ', price_text, paid_text, refund_text)
    end as detail
from reasoned
