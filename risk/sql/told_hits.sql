-- Title: refunds that count against a buyer and that a refund export tells of
-- Description: what only an order's state tells of comes without a word on whose fault it was. Asked for those who
--              might be high by their count, alone or with the accounts they are linked to.
-- Grain: shop × buyer → temp table told_hits
-- Inputs: order_chance, units, linked_account, setting
create or replace temp table told_hits as
with asked as (
    select shop, buyer
    from units
    where signal = 'refund' and buyer is not null
        and observed >= (select value from setting where name = 'high_observed')
    union
    select shop, buyer from linked_account
)
select shop, buyer, count(*) as hits
from order_chance
semi join asked using (shop, buyer)
where is_paid and is_refunded and refund_why_not is null and refund_id is not null
group by shop, buyer
