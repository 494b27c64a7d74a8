-- Title: what a refresh changed in the records of buyers who are listed for them, or once were
-- Description: the first record and each that differs from the last known one in count, chances or tier; only ever
--              added to, so that pages can say what an import changed for a buyer
-- Grain: shop × buyer × signal × refresh
-- Inputs: signal_change, buyer_risk
-- Parameters: $now
insert into signal_change
with last as (
    select
        shop, buyer, signal,
        arg_max({'trials': trials, 'observed': observed, 'tier': tier}, changed_at) as known
    from signal_change
    group by shop, buyer, signal
)
select $now::timestamp, r.shop, r.buyer, r.signal, r.trials, r.observed, r.expected, r.certainty, r.tier
from buyer_risk as r
left join last using (shop, buyer, signal)
where (r.tier <> 'none' and last.known is null)
    or (last.known is not null
        and {'trials': r.trials, 'observed': r.observed, 'tier': r.tier} is distinct from last.known)
