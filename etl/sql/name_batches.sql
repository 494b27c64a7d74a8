-- Title: imports go by the shops that their rows stand under now
-- Grain: batch
-- Inputs: the tables and their sightings
update batch
set shop = found.shop
from (
    select batch_id, string_agg(distinct shop, chr(10) order by shop) as shop
    from (
        select batch_id, shop from buyer_order
        union all
        select batch_id, shop from order_line
        union all
        select batch_id, shop from refund
        union all
        select batch_id, shop from review
        union all
        select batch_id, shop from order_sighting
        union all
        select batch_id, shop from line_sighting
        union all
        select batch_id, shop from refund_sighting
        union all
        select batch_id, shop from review_sighting
    )
    group by batch_id
) as found
where found.batch_id = batch.batch_id and found.shop <> batch.shop and batch.undone_at is null
