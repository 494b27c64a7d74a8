-- Title: an order, refund or review joins a case
-- Grain: subject
-- Parameters: $case_id, $kind, $ref_id, $order_id, $buyer, $now
insert into case_subject (case_id, kind, ref_id, order_id, buyer, added_at)
select $case_id, $kind, $ref_id, $order_id, $buyer, $now
where not exists (
    select 1 from case_subject
    where case_id = $case_id and kind = $kind and ref_id = $ref_id and dropped_at is null
)
