-- Title: whether any refund still has a number of Huoyan's own
-- Grain: one row
-- Inputs: refund
select exists (from refund where starts_with(refund_id, '#')) as is_waiting
