-- Title: chances to ask for a refund
-- Description: a paid line. It is a hit when money was asked back for it and the request was not withdrawn. What the
--              shop is at fault for is not counted, neither for nor against; an exchange is no refund. A refund
--              belongs to the line of its product, else to the order's first line. Where no refund export speaks of
--              an order, the item report's refund state decides, else whether the paid order was closed.
-- Grain: shop × order × line → trial
-- Inputs: ordered_line, asked_refund, known_title, setting
-- Source of rule: 交易关闭 after payment = refunded (formats of the order report)
insert into trial by name
with faults as (
    -- whose doing a reason is where no column says it; named one by one, so that setting them counts as a new rule
    select replace(name, 'fault_', '') as reason_class
    from setting
    where value = 1 and name in (
        'fault_stock', 'fault_late', 'fault_wrong', 'fault_missing', 'fault_damaged', 'fault_quality',
        'fault_not_as_described', 'fault_not_received'
    )
),
paid_lines as (
    select *
    from ordered_line
    where paid_at is not null or (not is_unpaid and state in ('paid', 'shipped', 'success', 'closed'))
),
spoken_of as (
    select distinct shop, order_id from asked_refund where order_id is not null
),
-- only where a refund has to be placed: the windows cost more than all the rest
asked_lines as (
    select
        *,
        row_number() over (partition by shop, order_id order by line_id) as of_order,
        row_number() over (partition by shop, order_id, product order by line_id) as of_product,
        count(*) over (partition by shop, order_id, product) as product_lines
    from paid_lines
    semi join spoken_of using (shop, order_id)
),
requests as (
    select
        r.shop, r.refund_id, r.order_id, r.state, r.kind, r.reason,
        r.fault is not distinct from 'shop' or (r.fault is null and faults.reason_class is not null) as is_ours, coalesce(r.to_buyer, r.amount) as amount,
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
        requests.*,
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
select
    p.shop,
    p.buyer,
    'refund' as signal,
    p.product,
    p.title,
    p.order_id,
    coalesce(asked.refund_id, p.line_id) as ref_id,
    asked.kind,
    p.created_at as at,
    1.0 as weight,
    coalesce(
        case
            when spoken_of.order_id is not null then asked.is_hit
            when p.refund_state is not null then p.refund_state in ('success', 'open', 'refused')
            when p.state = 'closed' then true
            else p.lines = 1 and p.order_refund > 0
        end,
        false
    ) as is_hit,
    case
        when asked.is_shop_fault and not asked.is_hit then 'shop_fault'
        when spoken_of.order_id is null and p.state = 'closed' and contains(p.close_reason, '缺货') then 'shop_fault'
    end as why_not,
    why_not is null as is_counted,
    coalesce(asked.amount, p.refund_amount, case when p.lines = 1 then p.order_refund end, 0) as amount
from paid_lines as p
left join asked using (shop, order_id, line_id)
left join spoken_of using (shop, order_id)
