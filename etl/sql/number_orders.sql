-- Title: numbers for orders whose file has none
-- Description: an order of the same buyer and second that is there keeps its number; where two are, none is taken.
--              Else buyer and time make the number, and where there is no time, what was bought for how much
--              and which of such rows of the file it is. Rows that name no buyer are refused.
-- Grain: row of staged
-- Inputs: staged, buyer_order
-- Source of rule: etl/numbers.py
update staged
set
    order_id = numbered.order_id,
    reason = case when numbered.order_id is null then 'no_order_id' end
from (
    with rows as (
        select
            row_number, shop, buyer_shown, created_at, paid_at, title, coalesce(total, payable, paid) as amount,
            row_number() over (
                partition by buyer_shown, title, coalesce(total, payable, paid), created_at, paid_at
                order by row_number
            ) as nth
        from staged
        where reason is null
    ),
    known as (
        select r.row_number, any_value(o.order_id) as order_id
        from rows as r
        join buyer_order as o
            on o.buyer_shown = r.buyer_shown and (r.shop is null or o.shop in (r.shop, ''))
            and case when r.created_at is not null and o.created_at is not null then o.created_at = r.created_at
                else o.paid_at = r.paid_at end
        group by r.row_number
        having count(distinct o.order_id) = 1
    )
    select
        row_number,
        coalesce(
            known.order_id,
            case when buyer_shown is not null then own_number(
                buyer_shown, coalesce(coalesce(created_at, paid_at)::varchar, concat_ws('|', title, amount, nth))
            ) end
        ) as order_id
    from rows
    left join known using (row_number)
) as numbered
where numbered.row_number = staged.row_number
