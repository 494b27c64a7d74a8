-- Title: the refunds of the table that this file speaks of
-- Grain: shop, refund_id → temp table before
-- Inputs: refund, staged_rows
create or replace temp table before as
select refund.* from refund semi join staged_rows using (shop, refund_id)
