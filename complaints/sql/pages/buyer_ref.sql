-- Title: what stands for a buyer in addresses of pages
-- Grain: one row, none where the verdicts do not know the buyer
-- Inputs: buyer_summary
-- Parameters: $shop, $buyer
select buyer_ref(shop, buyer) as ref from buyer_summary where shop = $shop and buyer = $buyer
