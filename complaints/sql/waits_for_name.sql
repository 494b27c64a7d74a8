-- Title: whether a case or list stands under no shop's name while the only shop has one
-- Grain: one row
-- Inputs: complaint_case, listing, buyer_order
select
    (exists (from complaint_case where shop = '') or exists (from listing where shop = ''))
    and (select count(*) = 1 and any_value(shop) <> '' from (select distinct shop from buyer_order)) as waits
