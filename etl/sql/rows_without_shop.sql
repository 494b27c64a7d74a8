-- Title: whether any row still waits for its shop
-- Grain: one row
-- Inputs: buyer_order, order_line, refund, review
select
    exists (from buyer_order where shop = '') or exists (from order_line where shop = '')
    or exists (from refund where shop = '') or exists (from review where shop = '') as is_waiting
