-- Title: each buyer's refunds by kind
-- Grain: shop × signal × buyer → temp table buyer_kinds
-- Inputs: trial
create or replace temp table buyer_kinds as
select
    shop,
    signal,
    buyer,
    (count(*) filter (kind = 'before_dispatch'))::integer as before_dispatch,
    (count(*) filter (kind = 'refund_only'))::integer as refund_only,
    (count(*) filter (kind = 'return'))::integer as returned
from trial
where is_counted and is_hit and buyer is not null and kind in ('before_dispatch', 'refund_only', 'return')
group by shop, signal, buyer
