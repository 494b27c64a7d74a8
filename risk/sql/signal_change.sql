-- Title: what a refresh changed in the records of buyers who are listed for them, or once were
-- Description: the first record and each that differs from the last known one in count, chances or tier; only ever
--              added to, so that pages can say what an import changed for a buyer
-- Grain: shop × buyer × signal × refresh
-- Inputs: signal_change, buyer_counts, buyer_verdict
-- Parameters: $now
insert into signal_change
with last as (
    select
        shop, buyer, signal,
        arg_max({'trials': trials, 'observed': observed, 'tier': tier}, changed_at) as known
    from signal_change
    group by shop, buyer, signal
),
-- few, so that the records of hardly anybody are looked at
moved as (
    select shop, buyer from buyer_verdict where tier <> 'none' union select shop, buyer from signal_change
),
records as (
    select c.shop, c.buyer, c.signal, c.trials, c.observed, c.expected, c.certainty, coalesce(own.tier, 'none') as tier
    from buyer_counts as c
    semi join moved using (shop, buyer)
    left join buyer_verdict as own using (shop, buyer, signal)
)
select $now::timestamp, r.*
from records as r
left join last using (shop, buyer, signal)
where (r.tier <> 'none' and last.known is null)
    or (last.known is not null
        and {'trials': r.trials, 'observed': r.observed, 'tier': r.tier} is distinct from last.known)
