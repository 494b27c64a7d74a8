-- Title: cases and lists go on under the name that their shop has now
-- Grain: row of complaint_case and listing
-- Inputs: renamed_shop
update complaint_case set shop = r.shop from renamed_shop as r where complaint_case.shop = r.name;
update listing set shop = r.shop from renamed_shop as r where listing.shop = r.name;
