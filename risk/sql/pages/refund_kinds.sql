-- Title: how one buyer's refunds were made, and which do not count
-- Description: as many as count by kind, and as many as do not by why; a kind that no export tells is left out
-- Grain: kind | why_not
-- Inputs: trial
-- Parameters: $shop, $buyer
select coalesce(why_not, kind) as word, why_not is null as is_counted, count(*)::integer as refunds
from trial
where shop = $shop and buyer = $buyer and signal = 'refund' and (is_hit or why_not is not null)
    and coalesce(why_not, kind) is not null
group by all
order by is_counted desc, refunds desc, word
