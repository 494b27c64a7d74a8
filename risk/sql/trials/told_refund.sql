-- Title: what the refund export says of the paid lines of the orders it speaks of
-- Description: a refund belongs to the line of its product, else to the order's first line. It is a hit when money
--              was asked back and the request was not withdrawn, as far as anything says so: an export without states
--              lists what was asked for. What the shop is at fault for is neither for nor against; an exchange is no
--              refund.
-- Grain: shop × order × line → temp table told_refund; refund_id is null where no refund belongs to the line
-- Inputs: asked_order, told_line, asked_refund, known_title, setting
create or replace temp table told_refund as
with faults as (
    -- whose doing a reason is where no column says it; named one by one, so that setting them counts as a new rule
    select replace(name, 'fault_', '') as reason_class
    from setting
    where value = 1 and name in (
        'fault_stock', 'fault_late', 'fault_wrong', 'fault_missing', 'fault_damaged', 'fault_quality',
        'fault_not_as_described', 'fault_not_received', 'fault_price'
    )
),
spoken_of as (
    select distinct shop, order_id from asked_refund where order_id is not null
),
-- only where a refund has to be placed: the windows cost more than all the rest
asked_lines as (
    select
        o.shop, o.order_id, coalesce(l.line_id, '') as line_id, coalesce(l.product, '') as product,
        coalesce(l.paid, o.paid) as paid,
        row_number() over (partition by o.shop, o.order_id order by l.line_id) as of_order,
        row_number() over (partition by o.shop, o.order_id, l.product order by l.line_id) as of_product,
        count(*) over (partition by o.shop, o.order_id, l.product) as product_lines
    from asked_order as o
    semi join spoken_of using (shop, order_id)
    left join told_line as l using (shop, order_id)
    where was_paid(o.paid_at, o.is_unpaid, o.state)
),
requests as (
    select
        r.shop, r.refund_id, r.order_id, coalesce(r.state, case when r.status is null then 'open' end) as state, r.kind,
        r.fault is not distinct from 'shop' or (r.fault is null and faults.reason_class is not null) as is_ours,
        r.fault is null and r.reason_class = 'price' as is_of_price,
        r.is_partial, r.amount as asked_amount, r.order_paid,
        coalesce(r.to_buyer, r.amount) as amount,
        coalesce(r.item_id, known_title.item_id, r.title) as product,
        row_number() over (
            partition by r.shop, r.order_id, coalesce(r.item_id, known_title.item_id, r.title) order by r.refund_id
        ) as of_product
    from asked_refund as r
    left join known_title using (shop, title)
    left join faults using (reason_class)
),
placed as (
    select
        requests.* replace (
            -- who asks for all of it back asks for more than postage or what the price has fallen by
            case
                when not is_ours or is_of_price is not true then is_ours
                else coalesce(
                    is_partial,
                    asked_amount < coalesce(
                        order_paid, case when exact.line_id is null then first_line.paid else exact.paid end
                    ),
                    true
                )
            end as is_ours
        ),
        coalesce(exact.line_id, first_line.line_id) as line_id
    from requests
    left join asked_lines as exact
        on exact.shop = requests.shop and exact.order_id = requests.order_id and exact.product = requests.product
        and exact.of_product = least(requests.of_product, exact.product_lines)
    left join asked_lines as first_line
        on first_line.shop = requests.shop and first_line.order_id = requests.order_id and first_line.of_order = 1
),
asked as (
    select
        shop,
        order_id,
        line_id,
        bool_or(state in ('success', 'open', 'refused') and kind is distinct from 'exchange'
            and not is_ours) as is_hit,
        bool_or(state in ('success', 'open', 'refused') and is_ours) as is_shop_fault,
        arg_max(refund_id, (state is distinct from 'closed', refund_id)) as refund_id,
        arg_max(kind, (state is distinct from 'closed', refund_id)) as kind,
        sum(amount) filter (state in ('success', 'open', 'refused') and kind is distinct from 'exchange') as amount
    from placed
    where line_id is not null
    group by shop, order_id, line_id
)
select shop, order_id, line_id, product, asked.* exclude (shop, order_id, line_id)
from asked_lines
left join asked using (shop, order_id, line_id)
