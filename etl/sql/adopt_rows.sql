-- Title: rows that waited for their shop go to the first that a file names
-- Grain: row of the tables and of their sightings
-- Variables: shop
update order_sighting set shop = getvariable('shop') where shop = '';
update line_sighting set shop = getvariable('shop') where shop = '';
update refund_sighting set shop = getvariable('shop') where shop = '';
update review_sighting set shop = getvariable('shop') where shop = '';
update buyer_order set shop = getvariable('shop') where shop = '';
update order_line set shop = getvariable('shop') where shop = '';
update refund set shop = getvariable('shop') where shop = '';
update review set shop = getvariable('shop') where shop = '';
