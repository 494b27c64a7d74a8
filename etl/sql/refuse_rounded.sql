-- Title: rows whose order number was rounded are refused
-- Grain: row of staged
-- Inputs: staged
-- Parameters: $lengths (digits of the numbers in question)
update staged
set reason = 'damaged_id', detail = order_id
where
    reason is null
    and list_contains($lengths, length(order_id))
    and rtrim(order_id[16:], '0') = ''
    and regexp_full_match(order_id, '[0-9]+')
