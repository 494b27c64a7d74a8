-- Title: who is on the list before other settings are tried
-- Grain: shop × buyer → temp table list_before
-- Inputs: buyer_summary
create or replace temp table list_before as
select shop, buyer, tier, certainty, signals from buyer_summary where tier <> 'none'
