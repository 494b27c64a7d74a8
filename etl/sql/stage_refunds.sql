-- Title: rows of a refund export, typed
-- Description: one row of the file each, with the reason why it is refused where it is. Blank rows, sums and repeated
--              headers are left out.
--              The refund reason is classed by keyword and kept as written: its words depend on the category.
-- Grain: row of the sheet → temp table staged
-- Inputs: raw (our columns as text, row_number, overflow), word_refund_status, word_refund_reason, word_refund_kind
-- Parameters: $is_numbered (has the file a column of refund numbers),
--             $is_joined (are these rows of another kind, of which only some tell a refund)
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
        whole_id(refund_id) as refund_id,
        whole_id(order_id) as order_id,
        whole_id(item_id) as item_id,
        named(buyer) as buyer,
        shop,
        title,
        coalesce(kind, needs_return) as kind_text,
        status,
        reason as reason_text,
        replace(replace(reason, '.', '/'), '、', '/') as reason_words,
        liable,
        explanation,
        amount as amount_text,
        to_buyer as to_buyer_text,
        to_money(order_paid) as order_paid,
        contains(partial, '部分') as is_partial,
        goods_state,
        phase,
        intervention,
        regexp_replace(return_tracking_no, '^No:', '') as return_tracking_no,
        return_courier,
        seller_note,
        applied_at as applied_text,
        finished_at as finished_text
    from tidied
),
filled_rows as (
    select * from cells where coalesce(refund_id, order_id, status, amount_text, applied_text) is not null
        and is_caption(coalesce(refund_id, order_id)) is not true
        -- a list without numbers may name orders of which nothing was asked
        and ($is_numbered or coalesce(status, reason_text, explanation, applied_text, finished_text) is not null
            or to_money(amount_text) > 0)
        and (not $is_joined or regexp_matches(refund_id, '[1-9]'))
),
states as (
    select
        status, arg_min(state, place) as state, arg_min(rank, place) as rank, arg_min(said, place) as said
    from (select distinct half_width(status) as status from filled_rows where status is not null) as seen
    join word_refund_status as words on contains(seen.status, words.part)
    group by status
),
reasons as (
    select reason_words, arg_min(class, place) as reason_class
    from (select distinct reason_words from filled_rows where reason_words is not null) as seen
    join word_refund_reason as words on contains(seen.reason_words, words.part)
    group by reason_words
),
kinds as (
    select kind_text, arg_min(kind, place) as kind
    from (select distinct kind_text from filled_rows where kind_text is not null) as seen
    join word_refund_kind as words on contains(seen.kind_text, words.part)
    group by kind_text
),
typed as (
    select
        cells.* exclude (reason_words, liable, kind_text, status),
        coalesce(states.said, cells.status) as status,
        states.state,
        states.rank,
        case when reason_text is not null then coalesce(reasons.reason_class, 'other') end as reason_class,
        -- who is liable as the platform says it; where it does not, the reason decides
        case
            when regexp_matches(liable, '卖家|商家|店铺') then 'shop'
            when regexp_matches(liable, '买家|消费者') then 'buyer'
        end as fault,
        case
            when kinds.kind = 'exchange' then 'exchange'
            when contains(goods_state, '未发货') then 'before_dispatch'
            else kinds.kind
        end as kind,
        to_money(amount_text) as amount,
        to_money(to_buyer_text) as to_buyer,
        to_time(applied_text) as applied_at,
        to_time(finished_text) as finished_at
    from filled_rows as cells
    left join states on states.status = half_width(cells.status)
    left join reasons using (reason_words)
    left join kinds using (kind_text)
),
reasoned as (
    select
        *,
        case
            when overflow is not null then 'too_wide'
            when refund_id is null and $is_numbered then 'no_refund_id'
            when refund_id is null and order_id is null then 'no_order_id'
            when is_damaged_id(refund_id) or is_damaged_id(order_id) then 'damaged_id'
            when not is_id(refund_id) or not is_id(order_id) then 'odd_id'
            when is_odd_time(applied_text, applied_at) or is_odd_time(finished_text, finished_at) then 'odd_time'
            when is_odd_money(amount_text, amount) or is_odd_money(to_buyer_text, to_buyer) then 'odd_money'
        end as reason
    from typed
)
select
    *,
    case reason
        when 'too_wide' then overflow
        when 'damaged_id' then concat_ws(' / ', refund_id, order_id)
        when 'odd_id' then concat_ws(' / ', refund_id, order_id)
        when 'odd_time' then concat_ws(' / ', applied_text, finished_text)
        when 'odd_money' then concat_ws(' / ', amount_text, to_buyer_text)
    end as detail
from reasoned
