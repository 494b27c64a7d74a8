-- Title: rows of a review file, typed
-- Description: one row of the file each, with the reason why it is refused where it is. Blank rows, sums and repeated
--              headers are left out.
--              The same review comes from several sources under different numbers or none, so it is known by its
--              order and product, and by its place among equal ones.
--              1–2 stars are bad, 3 neutral, 4–5 good. Reviews that the shop wrote about buyers are refused.
-- Grain: row of the sheet → temp table staged
-- Inputs: raw (our columns as text, row_number, overflow), word_rating, word_default_review
-- Parameters: $is_joined (are these rows of another kind, of which only some tell a review)
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
        whole_id(review_id) as given_id,
        whole_id(order_id) as order_id,
        whole_id(line_id) as line_id,
        whole_id(item_id) as item_id,
        buyer as buyer_shown,
        shop,
        lower(role) as role,
        title,
        sku,
        lower(rating) as rating_text,
        stars as stars_text,
        text,
        followup,
        reply,
        created_at as created_text,
        followup_at as followup_text
    from tidied
),
filled_rows as (
    select * from cells where coalesce(given_id, order_id, buyer_shown, rating_text, stars_text, text) is not null
        and is_caption(order_id) is not true
        and (not $is_joined or coalesce(rating_text, stars_text, text) is not null)
),
typed as (
    select
        cells.* exclude (role),
        role,
        named(buyer_shown) as buyer,
        -- 4, 4.0, 4星, 四星, ★★★★☆
        coalesce(
            to_count(regexp_extract(stars_text, '^([1-5])(\.[0-9]+)?\s*(星|分)?', 1)),
            nullif(instr('一二三四五', nullif(regexp_extract(replace(stars_text, '两', '二'), '^(.)\s*颗?星', 1), '')), 0),
            nullif(length(regexp_extract(stars_text, '^★{1,5}')), 0)
        ) as stars,
        coalesce(
            words.rating,
            star_words.rating,
            case regexp_extract(coalesce(rating_text, stars_text), '^([好中差])评', 1)
                when '好' then 'good'
                when '中' then 'neutral'
                when '差' then 'bad'
            end
        ) as rating_said,
        to_time(created_text) as created_at,
        to_time(followup_text) as followup_at,
        coalesce(cells.text in (select text from word_default_review), false) as is_default
    from filled_rows as cells
    left join word_rating as words on words.text = cells.rating_text
    left join word_rating as star_words on star_words.text = cells.stars_text
)
select
    * exclude (role, rating_said),
    coalesce(rating_said, case when stars <= 2 then 'bad' when stars = 3 then 'neutral' when stars >= 4 then 'good' end)
        as rating,
    case
        when order_id is not null and title is not null
            then md5(order_id || '|' || title) || '#' || row_number() over (
                partition by order_id, title order by line_id, created_at, row_number
            )
        else coalesce(
            given_id,
            md5(concat_ws('|', coalesce(line_id, order_id), buyer_shown, created_text, item_id, title, sku, text))
        )
    end as review_id,
    case
        when overflow is not null then 'too_wide'
        when role = 'seller' then 'written_by_shop'
        when is_damaged_id(order_id) or is_damaged_id(line_id) then 'damaged_id'
        when rating is null then 'no_rating'
        when is_odd_time(created_text, created_at) then 'odd_time'
    end as reason,
    case reason
        when 'too_wide' then overflow
        when 'damaged_id' then concat_ws(' / ', order_id, line_id)
        when 'no_rating' then concat_ws(' / ', rating_text, stars_text)
        when 'odd_time' then created_text
    end as detail
from typed
