-- Title: what the rooms share: the state of the database, the settings, and what the exports say
-- Description: made when the file is opened; running it again changes nothing.
-- Grain: named above each table. Ids are text always; times are local time of the platform, without a zone;
--        money is yuan; shares and probabilities are 0..1.
-- Caveats: the unique keys of the tables by order, line, refund, review and buyer are kept by what writes them and
--          checked by tests: an index over millions of text ids would cost more memory than the rows.
-- Written by: etl; setting and setting_change by the owner. What one room alone writes is in its own schema.sql.

create table if not exists meta (key varchar primary key, value varchar not null);
insert or ignore into meta values
    ('data_version', '0'),
    ('schema_version', '20'),           -- raised with each file in migrations/
    ('verdict_version', '-1'),
    ('review_version', '-1'),
    ('changes_noted', 'all'),           -- transactions since the verdicts whose changes are noted below, or: all
    ('chances_basis', ''),              -- fingerprint of the rules and settings that chances were listed by
    ('review_words', ''),               -- of the word lists that texts were read with
    ('contact_key', replace(uuid()::varchar || uuid()::varchar, '-', ''));

create sequence if not exists batch_number;

-- what the owner may set, with the defaults
create table if not exists setting (name varchar primary key, value double not null);
insert or ignore into setting values
    ('odds_multiple', 3),           -- abnormal from this multiple of the others' odds on
    ('high_certainty', 0.95),
    ('high_observed', 3),
    ('watch_certainty', 0.80),
    ('watch_observed', 2),
    ('few_trials', 3),              -- below this many chances a buyer is not judged
    ('payment_hours', 24),          -- the platform closes an unpaid order after this long
    ('reorder_hours', 24),          -- an unpaid order followed by a paid one of the same product does not count
    ('crowd_accounts', 8),          -- a phone or address shared by more accounts (a pick-up station) links nobody
    -- whether a refund for this reason is the shop's own doing, where no 责任方 says whose it is
    ('fault_stock', 1), ('fault_late', 1), ('fault_wrong', 1), ('fault_missing', 1), ('fault_damaged', 0),
    ('fault_quality', 0), ('fault_not_as_described', 0), ('fault_not_received', 0), ('fault_price', 1),
    -- what things cost, for the owner to fill in: yuan for a parcel to the buyer and back, and what a day without
    -- them takes of the goods' price
    ('parcel_cost', 5), ('return_cost', 5), ('lock_rate', 0.01);

-- each change that the owner made of a setting; only ever added to
create table if not exists setting_change (
    changed_at timestamp not null,
    name varchar not null,
    value_before double not null,
    value double not null
);

-- one imported file
create table if not exists batch (
    batch_id integer primary key default nextval('batch_number'),
    file varchar not null,
    sha256 varchar not null,
    kind varchar not null,              -- orders | items | refunds | reviews, joined by + when sheets differ
    shop varchar not null,
    encoding varchar,                   -- xlsx, utf-8-sig, utf-8, gb18030
    columns_known varchar[] not null,   -- header cells that were understood
    columns_unknown varchar[] not null,
    rows_read integer not null,
    rows_new integer not null,
    rows_changed integer not null,
    rows_unchanged integer not null,
    rows_rejected integer not null,
    first_at timestamp,                 -- earliest and latest moment the rows speak of
    last_at timestamp,
    imported_at timestamp not null,
    seconds double not null,
    undone_at timestamp                 -- when the owner took the import back
);

-- one row that was refused, as it was read
create table if not exists rejected_row (
    batch_id integer not null,
    sheet varchar,
    row_number integer not null,        -- as a spreadsheet counts: the header's row included
    reason varchar not null,            -- key of a sentence in the catalogue: import.reason.<reason>
    detail varchar,                     -- the offending value
    cells varchar not null              -- JSON object: header cell → value as read
);

-- what the owner said the columns of a file mean, for files with the same header cells
create table if not exists column_mapping (
    header_key varchar primary key,
    kind varchar not null,
    columns varchar not null,           -- JSON object: our column → header cell
    saved_at timestamp not null
);

-- a name that a shop has had, or was given by a slip, and the shop that it stands for
create table if not exists shop_alias (name varchar primary key, shop varchar not null);

-- one order; buyer is null where the export has none or masks it
-- unique: shop, order_id
create table if not exists buyer_order (
    shop varchar not null,
    order_id varchar not null,
    buyer varchar,
    buyer_shown varchar,                -- as written in the file, masked or not
    status varchar,                     -- as written
    state varchar,                      -- waiting | paid | shipped | success | closed
    is_unpaid boolean,                  -- closed without payment; null: nothing tells whether it was paid
    created_at timestamp,
    paid_at timestamp,
    shipped_at timestamp,
    finished_at timestamp,
    payable decimal(18, 2),
    postage decimal(18, 2),
    total decimal(18, 2),
    paid decimal(18, 2),
    received decimal(18, 2),            -- what the seller got
    refund_amount decimal(18, 2),
    close_reason varchar,
    title varchar,                      -- joined titles, where the export has no lines
    kinds integer,
    quantity integer,
    buyer_note varchar,
    seller_note varchar,
    courier varchar,
    tracking_no varchar,
    receiver_shown varchar,             -- masked by us
    phone_shown varchar,
    region varchar,                     -- province and city, no street
    phone_key varchar,                  -- keyed hashes of 128 bits, for linking accounts
    alipay_key varchar,
    address_key varchar,                -- receiver + full address
    rank integer not null default 0,    -- how far along the state is; never goes back
    seen_at timestamp,                  -- latest moment the file speaks of
    batch_id integer not null,
    sheet varchar,
    row_number integer not null
);

-- one sub-order; order × product where the export has no sub-order numbers
-- unique: shop, order_id, line_id
create table if not exists order_line (
    shop varchar not null,
    order_id varchar not null,
    line_id varchar not null,
    source varchar not null,            -- items | orders: lines of the item report win
    item_id varchar,
    title varchar,
    sku varchar,
    merchant_code varchar,
    price decimal(18, 2),
    quantity integer,
    payable decimal(18, 2),
    paid decimal(18, 2),
    status varchar,
    state varchar,
    refund_status varchar,              -- as written
    refund_state varchar,               -- none | open | refused | closed | success | exchange
    refund_amount decimal(18, 2),
    created_at timestamp,
    paid_at timestamp,
    rank integer not null default 0,
    seen_at timestamp,
    batch_id integer not null,
    sheet varchar,
    row_number integer not null
);

-- one refund number
-- unique: shop, refund_id
create table if not exists refund (
    shop varchar not null,
    refund_id varchar not null,
    order_id varchar,
    buyer varchar,                      -- only old exports name the buyer
    item_id varchar,
    title varchar,
    kind varchar,                       -- before_dispatch | refund_only | return | exchange
    status varchar,
    state varchar,                      -- open | refused | closed | success | exchange
    reason varchar,
    reason_class varchar,               -- stock | late | wrong | missing | quality | damaged | not_as_described
                                        -- | not_received | price | no_reason | other
    fault varchar,                      -- shop | buyer | null: no column says whose it is
    explanation varchar,
    amount decimal(18, 2),
    to_buyer decimal(18, 2),
    order_paid decimal(18, 2),
    is_partial boolean,
    goods_state varchar,
    phase varchar,
    intervention varchar,
    return_tracking_no varchar,
    return_courier varchar,
    seller_note varchar,
    applied_at timestamp,
    finished_at timestamp,
    rank integer not null default 0,
    seen_at timestamp,
    batch_id integer not null,
    sheet varchar,
    row_number integer not null
);

-- one review written by a buyer
-- unique: shop, review_id
create table if not exists review (
    shop varchar not null,
    review_id varchar not null,
    order_id varchar,
    line_id varchar,
    buyer varchar,
    buyer_shown varchar,
    item_id varchar,
    title varchar,
    sku varchar,
    rating varchar,                     -- good | neutral | bad
    stars integer,
    text varchar,
    followup varchar,
    reply varchar,
    is_default boolean not null,        -- written by the system
    created_at timestamp,
    followup_at timestamp,
    rank integer not null default 0,
    seen_at timestamp,
    batch_id integer not null,
    sheet varchar,
    row_number integer not null
);

-- What each import said of a row that more than one import speaks of: from these the row is settled anew whenever
-- one of them comes or is undone. A row that one import alone speaks of is its own sighting.
create table if not exists order_sighting as from buyer_order limit 0;
create table if not exists line_sighting as from order_line limit 0;
create table if not exists refund_sighting as from refund limit 0;
create table if not exists review_sighting as from review limit 0;

-- what has changed since the chances were listed, so that only that is listed anew (etl/changes.py, risk/chances.py)
create table if not exists changed_order (shop varchar not null, order_id varchar not null);
create table if not exists changed_review (shop varchar not null, review_id varchar not null);

-- what has been said under a name goes on under the other: rows without any name belong to the only shop there is
create or replace view renamed_shop as
select name, shop from shop_alias
union all
select '', any_value(shop) from (select distinct shop from buyer_order) having count(*) = 1 and any_value(shop) <> '';
