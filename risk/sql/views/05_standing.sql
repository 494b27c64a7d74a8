-- Title: what the owner has decided about buyers, as it stands now
-- Description: the last decision counts. Somebody dismissed as normal is back as soon as more happened than at the
--              decision: `returned`. A decision taken back leaves no trace here, only in the history.
-- Grain: shop × buyer that was decided
-- Inputs: owner_decision, buyer_summary
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
    select s.shop, s.buyer
    from buyer_summary as s
    join last on last.shop = s.shop and last.buyer = s.buyer
    where s.unpaid_observed > last.seen.unpaid or s.refund_observed > last.seen.refund
        or s.review_observed > last.seen.review
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
