-- Title: numbers for refunds whose file has none
-- Description: a refund of the same order that is there keeps its number, if it was asked for at the same moment and
--              for the same product as far as both say; of several the one that says most of the same. Else order,
--              moment and product make the number.
-- Grain: row of staged
-- Inputs: staged, refund
-- Source of rule: etl/numbers.py
update staged
set refund_id = numbered.refund_id
from (
    with rows as (
        select row_number, shop, order_id, applied_at, item_id, title, amount from staged where reason is null
    ),
    known as (
        select
            s.row_number,
            arg_min(r.refund_id, (
                r.item_id is distinct from s.item_id and r.title is distinct from s.title,
                r.amount is distinct from s.amount, r.refund_id
            )) as refund_id
        from rows as s
        join refund as r
            on r.order_id = s.order_id and (s.shop is null or r.shop in (s.shop, ''))
            and may_be_one(s.applied_at, r.applied_at) and may_be_one(s.item_id, r.item_id)
            and may_be_one(s.title, r.title)
        group by s.row_number
    )
    select
        row_number,
        coalesce(
            known.refund_id,
            own_refund_number(rows.order_id, rows.applied_at, coalesce(rows.item_id, rows.title))
        ) as refund_id
    from rows
    left join known using (row_number)
) as numbered
where numbered.row_number = staged.row_number
