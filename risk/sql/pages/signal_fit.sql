-- Title: the fitted priors of a signal
-- Grain: shop
-- Inputs: signal_fit
-- Parameters: $signal
select shop, weights from signal_fit where signal = $signal order by shop
