-- Title: rows of a sheet, those without an order number that go on with the order above told apart
-- Description: such a row names goods, and nothing of what is told of an order: number, buyer, state, times. It is
--              given the number, shop, state and times of the row that the order begins in, and no amounts: those are
--              the whole order's.
-- Grain: row of the sheet → temp table continued_rows
-- Inputs: told_rows (our columns as text, row_number, overflow)
create or replace temp table continued_rows as
with bare_cells as (
    select row_number, overflow, bared(columns(* exclude (row_number, overflow))) from told_rows
),
cells as (
    select row_number, overflow, filled(columns(* exclude (row_number, overflow))) from bare_cells
),
told as (
    select *, coalesce(*columns('^(buyer|status|created_at|paid_at)$')) as told_once from cells
),
placed as (
    select
        * exclude (told_once),
        coalesce(order_id, told_once) is null and title is not null and is_caption(title) is not true as goes_on,
        -- which of the orders from above
        count(order_id) over (order by row_number) as place
    from told
)
select
    * exclude (goes_on, place) replace (
        case when goes_on then first_value(order_id) over of_order else order_id end as order_id,
        case when goes_on then first_value(shop) over of_order else shop end as shop,
        case when goes_on then first_value(status) over of_order else status end as status,
        case when goes_on then first_value(created_at) over of_order else created_at end as created_at,
        case when goes_on then first_value(paid_at) over of_order else paid_at end as paid_at
    ),
    goes_on and place > 0 as is_continued
from placed
window of_order as (partition by place order by row_number)
