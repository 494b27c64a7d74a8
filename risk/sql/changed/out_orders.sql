-- Title: take out what stood in the list for the affected orders
-- Grain: trial
-- Inputs: affected_order
delete from trial
using affected_order as affected
where trial.shop = affected.shop and trial.order_id = affected.order_id and trial.signal <> 'review'
