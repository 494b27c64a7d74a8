-- Title: the fitted prior of a shop and signal
-- Grain: one row
-- Inputs: signal_fit
-- Parameters: $shop, $signal
select weights, threshold from signal_fit where shop = $shop and signal = $signal
