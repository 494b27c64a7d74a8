-- Title: from the sixth layout of the database to the seventh
-- Description: contact keys are half as long: 128 bits tell everybody apart, and the keys were a large part of what
--              an import writes.
-- Inputs: meta, buyer_order, order_sighting
create table if not exists order_sighting as from buyer_order limit 0;
update buyer_order set
    phone_key = left(phone_key, 32), alipay_key = left(alipay_key, 32), address_key = left(address_key, 32);
update order_sighting set
    phone_key = left(phone_key, 32), alipay_key = left(alipay_key, 32), address_key = left(address_key, 32);
update meta set value = '7' where key = 'schema_version';
