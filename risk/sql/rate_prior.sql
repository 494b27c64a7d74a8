-- Title: the prior over the rates of a shop's products
-- Grain: shop × signal → temp table rate_prior
-- Inputs: frame (shop, signal, a, b)
create or replace temp table rate_prior as
select * from frame
