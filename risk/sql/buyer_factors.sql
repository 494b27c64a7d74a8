-- Title: what the kinds of each buyer's refunds say
-- Grain: shop × signal × buyer → temp table buyer_factors
-- Inputs: buyer_kinds, kinds_factors (shop, signal, counts by kind, factor)
create or replace temp table buyer_factors as
select shop, signal, buyer, factor
from buyer_kinds
join kinds_factors using (shop, signal, before_dispatch, refund_only, returned)
