-- Title: whether any order still has a number of Huoyan's own
-- Grain: one row
-- Inputs: buyer_order
select exists (from buyer_order where starts_with(order_id, '#')) as is_waiting
