-- Title: what the owner writes at the complaint desk
-- Description: made when the file is opened; running it again changes nothing. No import, undo or refresh of verdicts
--              touches these tables, but to give a shop its name: what they say of orders is a copy with its source,
--              so that it outlives both.
-- Grain: named above each table
-- Caveats: rows are added and, where the owner takes one back, marked; nothing but complaint_case is rewritten, and
--          each rewriting of it comes with an event
-- Written by: complaints

create sequence if not exists event_number;
create sequence if not exists desk_number;     -- facts, contacts, evidence, listings: one number, never used twice

-- one complaint candidate
create table if not exists complaint_case (
    case_id varchar primary key,        -- 2026-0017
    shop varchar not null,
    buyer varchar,                      -- null: a case opened by hand may not know the account
    origin varchar not null,            -- buyer | review | hand
    title varchar not null,             -- the owner's words for it
    violation varchar,                  -- kind in complaints/rulebook; null: not chosen yet
    scene varchar,                      -- scene of that kind
    stage varchar not null,             -- the stage of the newest `moved` event
    stage_at timestamp not null,
    opened_at timestamp not null,
    guide varchar not null default '{}',    -- JSON: the guided check's answers
    other_loss decimal(18, 2),          -- loss that no order shows, as the owner puts it
    harm varchar,                       -- harm that is not money
    no_contact_reason varchar,          -- why the buyer was not spoken to
    lesson varchar,
    keep_until date                     -- from then on the case may be deleted for good
);

-- what happened to a case; only ever added
create table if not exists case_event (
    event_id bigint primary key default nextval('event_number'),
    case_id varchar not null,
    "at" timestamp not null,
    kind varchar not null,              -- key of ui.desk_event.<kind>
    text varchar,                       -- the owner's words
    detail varchar not null default '{}'    -- JSON: the values of the sentence
);

-- an order, refund or review that the complaint is about
create table if not exists case_subject (
    case_id varchar not null,
    kind varchar not null,              -- order | refund | review
    ref_id varchar not null,
    order_id varchar,
    buyer varchar,                      -- a linked account's order has another buyer than the case
    added_at timestamp not null,
    dropped_at timestamp
);

-- one thing that happened, copied from the data or written by the owner
create table if not exists case_fact (
    fact_id bigint primary key default nextval('desk_number'),
    case_id varchar not null,
    kind varchar not null,              -- key of desk.fact.<kind>
    "at" timestamp,                       -- local time of the platform
    order_id varchar,
    ref_id varchar,
    buyer varchar,
    amount decimal(18, 2),              -- yuan
    text varchar,                       -- as written: reason, review, the owner's words
    source varchar not null,            -- data | hand
    file varchar,                       -- the export and its row; null where the owner wrote it
    row_number integer,
    added_at timestamp not null,
    dropped_at timestamp
);

-- one time the buyer was spoken to
create table if not exists contact (
    contact_id bigint primary key default nextval('desk_number'),
    case_id varchar not null,
    "at" timestamp not null,
    channel varchar not null,           -- wangwang | phone | sms | other
    who varchar not null,               -- shop | buyer: who began
    said varchar not null,
    offer varchar,
    answer varchar,
    outcome varchar not null,           -- no_answer | refused | agreed | open
    added_at timestamp not null,
    dropped_at timestamp
);

-- one piece of evidence; its bytes lie in the vault under their SHA-256
create table if not exists evidence (
    evidence_id bigint primary key default nextval('desk_number'),
    case_id varchar not null,
    number integer not null,            -- as the text cites it: 材料 3; never used again in this case
    sha256 varchar not null,
    name varchar not null,              -- as the owner's file was called
    kind varchar not null,              -- key of complaints/rulebook's evidence
    proves varchar not null,
    obtained_at timestamp,
    obtained_how varchar,
    size bigint not null,               -- bytes
    media_type varchar not null,        -- by content
    is_partial boolean not null,        -- a cut-out of a longer conversation
    added_at timestamp not null,
    dropped_at timestamp
);

-- one version of the complaint's text
create table if not exists case_text (
    case_id varchar not null,
    version integer not null,
    author varchar not null,            -- draft | owner
    text varchar not null,
    saved_at timestamp not null,
    primary key (case_id, version)
);

-- one time the case went to the platform: at first, as an appeal, or anew after it was withdrawn
create table if not exists submission (
    case_id varchar not null,
    round integer not null,
    submitted_at timestamp not null,
    platform_no varchar,
    expected_by date,
    new_points varchar,                 -- what an appeal says that the complaint did not; null: no appeal
    decided_at timestamp,
    result varchar,                     -- upheld | rejected
    reason_class varchar,               -- evidence | not_violation | standard | late | scene | other
    reason varchar,
    money decimal(18, 2)                -- yuan recovered
);

-- one entry of the shop's own lists
create table if not exists listing (
    listing_id bigint primary key default nextval('desk_number'),
    shop varchar not null,
    list varchar not null,              -- flagged | restrict
    buyer varchar not null,
    reason varchar not null,
    evidence varchar not null,          -- case number, or the owner's words
    added_at timestamp not null,
    expires_on date not null,
    removed_at timestamp,
    removed_why varchar
);

-- one time that names left the page: a packet, a list, a calendar
create table if not exists export_log (
    "at" timestamp not null,
    what varchar not null,              -- packet | list | calendar
    shop varchar,
    about varchar,                      -- case number or list
    rows integer not null,
    is_masked boolean not null,
    sha256 varchar                      -- of the file
);

-- what the owner says instead of a value in the rulebook; never remade
create table if not exists rule_correction (
    rule_id varchar primary key,        -- path of the rule: review.windows.created.length
    value varchar not null,             -- JSON: number, true/false, text; null where the owner says it is not known
    note varchar not null,
    corrected_at timestamp not null
);
