-- Title: what the owner has decided about buyers, as it stands now
-- Description: the last decision counts. Somebody dismissed as normal is back as soon as more happened than at the
--              decision: `returned`. A decision taken back leaves no trace here, only in the history.
-- Grain: shop × buyer that was decided
-- Inputs: owner_decision, buyer_risk
create or replace view standing as
with last as (
    select
        shop, buyer, max(decided_at) as decided_at, arg_max(verdict, decided_at) as verdict,
        arg_max(reason, decided_at) as reason,
        arg_max({'unpaid': unpaid, 'refund': refund, 'review': review}, decided_at) as seen
    from owner_decision
    group by shop, buyer
),
more as (
    select distinct r.shop, r.buyer
    from buyer_risk as r
    join last on last.shop = r.shop and last.buyer = r.buyer
    where r.observed > case r.signal
        when 'unpaid' then last.seen.unpaid when 'refund' then last.seen.refund else last.seen.review
    end
)
select
    shop, buyer, decided_at, reason,
    case
        when verdict = 'confirmed' then 'confirmed'
        when more.buyer is not null then 'returned'
        else 'dismissed'
    end as decision
from last
left join more using (shop, buyer)
where verdict <> 'taken_back';

-- Title: buyers that the owner dismissed as normal and who did nothing since
-- Grain: shop × buyer
-- Inputs: standing
create or replace view dismissed as
select shop, buyer from standing where decision = 'dismissed';
-- Title: buyers on the list
-- Grain: shop × buyer
-- Inputs: buyer_summary, dismissed
create or replace view listed_buyer as
select * from buyer_summary anti join dismissed using (shop, buyer) where tier <> 'none';
