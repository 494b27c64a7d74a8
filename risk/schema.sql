-- Title: what the verdicts are made from and what they say
-- Description: made when the file is opened; running it again changes nothing. Remade at every refresh, but for what is
--              only ever added to: the moves on the list, what changed of a buyer, and the owner's decisions.
-- Grain: named above each table; shares and probabilities are 0..1
-- Caveats: unique keys are kept as in the other tables of orders and buyers: by what writes them, checked by tests
-- Written by: risk; owner_decision by the owner

-- the item id that a title stood for then
create table if not exists title_item (shop varchar not null, title varchar not null, item_id varchar not null);

-- one line of an order: a chance to leave the order unpaid and, where it was paid, to ask for a refund; as it was when
-- the verdicts were made (risk/sql/trials). The view trial tells them apart.
create table if not exists order_chance (
    shop varchar not null,
    buyer varchar,                      -- null: the order names nobody
    product varchar not null,
    title varchar,
    order_id varchar not null,
    line_id varchar not null,
    "at" timestamp,
    order_weight double,                -- an order of k products weighs 1/k in the first line of each; null: a further one
    is_unpaid boolean not null,
    unpaid_why_not varchar,             -- why it does not count
    order_total decimal(18, 2),
    is_paid boolean not null,
    refund_weight double,               -- of k lines that only their order tells of, each weighs 1/k; null: not paid
    refund_id varchar,                  -- null: no export tells of a refund
    refund_kind varchar,                -- before_dispatch | refund_only | return | exchange
    is_refunded boolean not null,
    refund_why_not varchar,
    refund_amount decimal(18, 2)
);

-- one review: a chance to leave a bad one
create table if not exists review_chance (
    shop varchar not null,
    buyer varchar,
    product varchar not null,
    title varchar,
    order_id varchar,
    review_id varchar not null,
    "at" timestamp,
    is_bad boolean not null,
    is_default boolean not null         -- written by the system: does not count
);

-- buyers and products by number within their shop: sums over numbers take a fraction of the time that sums by name do.
-- A number once given stays until all chances are listed anew.
-- unique: shop, buyer; shop, number
create table if not exists buyer_number (shop varchar not null, buyer varchar not null, number integer not null);

-- unique: shop, product; shop, number
create table if not exists product_number (shop varchar not null, product varchar not null, number integer not null);

-- buyer × product, by number: chances and hits of each signal that count; null trials: no chance
-- unique: shop, buyer, product
create table if not exists buyer_product (
    shop varchar not null,
    product integer not null,
    buyer integer,                      -- null: all orders that name nobody
    unpaid_trials double,
    unpaid_hits double,
    refund_trials double,
    refund_hits double,
    review_trials double,
    review_hits double
);

-- one buyer, whatever is thought of him: as it happened, what does not count included
-- unique: shop, buyer
create table if not exists buyer_facts (
    shop varchar not null,
    buyer varchar not null,
    orders integer not null,
    paid_orders integer not null,
    unpaid integer not null,
    refunds integer not null,
    reviews integer not null,
    bad_reviews integer not null,
    amount_paid decimal(18, 2) not null,
    -- of what counts:
    told_refunds integer not null,      -- refunds that a refund export tells of
    unsent_parcels integer not null,    -- refunds before dispatch, without return and what they came to, with return
    kept_parcels integer not null,
    kept_amount decimal(18, 2) not null,
    returned_parcels integer not null,
    unpaid_amount double not null,
    first_order timestamp,
    last_order timestamp,
    last_hit timestamp                  -- the last order or review that counts as a hit
);

-- a strong identifier that several buyers share, and one of them; a pick-up station's, too, which links nobody
-- unique: shop, link, key, buyer
create table if not exists shared_contact (
    shop varchar not null,
    link varchar not null,              -- phone | alipay | address
    key varchar not null,               -- keyed hash
    buyer varchar not null
);

-- product × signal: how often all buyers of it did it
create table if not exists product_risk (
    shop varchar not null,
    product varchar not null,           -- item id, else title
    signal varchar not null,            -- unpaid | refund | review
    title varchar,
    trials double not null,             -- an order of k products counts 1/k for each
    hits double not null,
    rate double not null,               -- posterior mean
    shop_rate double not null,
    primary key (shop, product, signal)
);

-- shop × signal × buyers who are equal in what matters (risk/counts.py): what is known of each of them
create table if not exists unit_verdict (
    shop varchar not null,
    signal varchar not null,
    unit_key integer not null,          -- buyer_summary names it
    evidence double not null,           -- what one trial is worth: below 1 where those of one day go together
    excess double not null,             -- posterior mean of the odds multiple
    excess_low double not null,         -- its 5 % bound
    excess_high double not null,        -- its 95 % bound
    certainty double not null,          -- P(odds multiple >= threshold | data)
    primary key (shop, signal, unit_key)
);

-- buyer × signal, of the flagged and the linked only: those of the others unit_verdict tells (view: buyer_risk)
create table if not exists buyer_verdict (
    shop varchar not null,
    buyer varchar not null,
    signal varchar not null,
    observed integer not null,
    excess double not null,             -- as in unit_verdict, linked accounts weighed in
    excess_low double not null,
    excess_high double not null,
    certainty double not null,          -- the kinds of refunds weighed in, too
    tier varchar not null,              -- high | watch | none
    primary key (shop, buyer, signal)
);

-- shop × signal: the fitted priors, for drawing and for judging anew
create table if not exists signal_fit (
    shop varchar not null,
    signal varchar not null,
    buyers integer not null,
    trials double not null,
    hits double not null,
    prior_a double not null,            -- Beta prior over product rates
    prior_b double not null,
    threshold double not null,          -- odds multiple that counts as abnormal in this shop
    alikeness double not null,          -- correlation of what a buyer does within a day, 0..1
    grid double[] not null,             -- log odds multiples
    weights double[] not null,          -- prior over the grid, all buyers
    activity_from integer[] not null,   -- classes of buyers by their trials: each one's smallest number
    by_activity double[][] not null,    -- the prior of each class
    high_days integer not null,         -- on how many days it must have happened for the tier high; 0: it may be one
    primary key (shop, signal)
);

-- one buyer
-- unique: shop, buyer
create table if not exists buyer_summary (
    shop varchar not null,
    buyer varchar not null,
    tier varchar not null,
    certainty double not null,          -- the highest of the signals'
    signals varchar[] not null,         -- flagged ones, strongest first
    is_too_few boolean not null,
    -- of each signal, zeros where there were no trials:
    unpaid_trials integer not null,
    unpaid_observed integer not null,
    unpaid_expected double not null,
    unpaid_expected_sd double not null, -- how far the expectation itself may be off
    unpaid_certainty double not null,   -- P(odds multiple >= threshold | data), linked accounts weighed in
    unpaid_unit_key integer not null,   -- unit_verdict
    refund_trials integer not null,
    refund_observed integer not null,
    refund_expected double not null,
    refund_expected_sd double not null,
    refund_certainty double not null,
    refund_unit_key integer not null,
    review_trials integer not null,
    review_observed integer not null,
    review_expected double not null,
    review_expected_sd double not null,
    review_certainty double not null,
    review_unit_key integer not null,
    refund_kinds_factor double not null,    -- how many times likelier their kinds are if beyond the threshold
    is_raised_by_links boolean not null,
    orders integer not null,
    paid_orders integer not null,
    unpaid integer not null,            -- as they happened, the ones not counted included
    refunds integer not null,
    reviews integer not null,
    bad_reviews integer not null,
    amount_paid decimal(18, 2) not null,
    lost_goods decimal(18, 2) not null, -- what went beyond the products' share cost, in parts (view: hit_cost)
    lost_postage decimal(18, 2) not null,
    lost_stock decimal(18, 2) not null,
    amount_at_stake decimal(18, 2) not null,    -- their sum
    linked_group varchar,
    first_order timestamp,
    last_order timestamp,
    last_hit timestamp                  -- the last order or review that counts as a hit
);

-- one move on the list: a buyer came on it, left it or changed the tier with a refresh; only ever added to
create table if not exists list_change (
    changed_at timestamp not null,
    shop varchar not null,
    buyer varchar not null,
    tier_before varchar not null,
    tier varchar not null,
    primary key (shop, buyer, changed_at)
);

-- what a refresh changed in the record of a buyer who is listed for it, or once was; only ever added to
create table if not exists signal_change (
    changed_at timestamp not null,
    shop varchar not null,
    buyer varchar not null,
    signal varchar not null,
    trials integer not null,
    observed integer not null,
    expected double not null,
    certainty double not null,
    tier varchar not null
);

-- buyer in a group of linked accounts
create table if not exists linked_account (
    shop varchar not null,
    buyer varchar not null,
    linked_group varchar not null,
    links varchar[] not null,           -- phone | alipay | address
    primary key (shop, buyer)
);

-- group × signal, judged by the same model on its sums
create table if not exists group_risk (
    shop varchar not null,
    linked_group varchar not null,
    signal varchar not null,
    members integer not null,
    trials integer not null,
    observed integer not null,
    expected double not null,
    excess double not null,
    excess_low double not null,
    certainty double not null,
    tier varchar not null,
    primary key (shop, linked_group, signal)
);

-- what one text was found to contain; texts are read once (risk/review_marks.py)
-- unique: text_key
create table if not exists review_reading (
    text_key varchar not null,          -- md5 of the text as it stands in the file
    findings varchar[] not null         -- extortion | insult | leak | advert | meaningless
);

-- one review and what speaks for looking at it; remade when reviews or verdicts have changed
-- unique: shop, review_id
create table if not exists review_finding (
    shop varchar not null,
    review_id varchar not null,
    findings varchar[] not null,        -- those of its text, copied, outlier
    buyer varchar,
    product varchar,
    title varchar,
    same_buyers integer not null,       -- buyers who wrote the same text; 0: too short to mean anything
    same_products integer not null,
    others integer,                     -- reviews of the product by other buyers; null for reviews that are not bad
    others_bad integer,
    liked double                        -- P(fewer than 5 % of other buyers leave a bad review | theirs)
);

-- one decision of the owner's about a buyer; only ever added to, the last one counts (views: standing)
create table if not exists owner_decision (
    decided_at timestamp not null,
    shop varchar not null,
    buyer varchar not null,
    verdict varchar not null,           -- normal | confirmed | taken_back
    reason varchar not null,            -- in the owner's words; may be empty
    unpaid integer not null,            -- hits that counted when it was decided, by signal
    refund integer not null,
    review integer not null,
    signals varchar[] not null,         -- what the buyer was listed for then; empty: not listed
    certainty double not null
);
