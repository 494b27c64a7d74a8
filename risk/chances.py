"""Lists every buyer's chances and what came of them, and sums them up: all anew, or only where something changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from warehouse import one, read_sql

SQL = Path(__file__).with_name("sql")
LISTING = ("told_line", "several", "paid_again", "told_refund", "bought_again", "order_chance", "review_chance")
SUMS = ("buyer_facts", "number_buyers", "number_products", "buyer_product", "shared_contact")
# beyond this part of all orders, to look for what changed costs more than it saves
WORTH_CHOOSING = 0.25
ASK_ALL = (
    "create or replace temp view asked_order as from buyer_order",
    "create or replace temp view asked_line as from order_line",
    "create or replace temp view asked_refund as from refund",
    "create or replace temp view asked_review as from review",
)
SUM_ALL = (
    "create or replace temp view summed_order as from buyer_order",
    "create or replace temp view summed_chance as from order_chance",
    "create or replace temp view summed_review as from review_chance",
    "create or replace temp view buyer_at_hand as from buyer_facts",
    "create or replace temp view asked_contact as from buyer_contact",
)
# Kept, since each is read several times, without the columns that nothing is summed up by. Orders that name nobody
# belong together: whichever is affected, they are counted anew.
SUM_AFFECTED = (
    "create or replace temp view summed_order as from buyer_order semi join affected_buyer using (shop, buyer)",
    "create or replace temp table chance_at_hand as "
    "select * exclude (title, order_id, line_id) from order_chance semi join affected_buyer using (shop, buyer) "
    "union all select * exclude (title, order_id, line_id) from order_chance where buyer is null",
    "create or replace temp table review_at_hand as from review_chance semi join affected_buyer using (shop, buyer) "
    "union all from review_chance where buyer is null",
    "create or replace temp view summed_chance as from chance_at_hand",
    "create or replace temp view summed_review as from review_at_hand",
    "create or replace temp view buyer_at_hand as from affected_buyer",
    "create or replace temp view asked_contact as from buyer_contact semi join asked_key using (shop, link, key)",
)
# no more columns than are read
ASK_AFFECTED = (
    "create or replace temp table order_at_hand as "
    "select shop, order_id, buyer, created_at, paid_at, seen_at, state, is_unpaid, close_reason, total, payable, "
    "paid, refund_amount from buyer_order semi join affected_order using (shop, order_id)",
    "create or replace temp table line_at_hand as "
    "select shop, order_id, line_id, source, item_id, title, sku, quantity, paid, refund_state, refund_amount "
    "from order_line semi join affected_order using (shop, order_id)",
    "create or replace temp view asked_order as from order_at_hand",
    "create or replace temp view asked_line as from line_at_hand",
    "create or replace temp view asked_refund as from refund semi join affected_order using (shop, order_id)",
    "create or replace temp view asked_review as from review semi join affected_review using (shop, review_id)",
)
# the words that those rules are written in
MEANINGS = (SQL / "views" / "00_macros.sql", SQL / "views" / "01_lines_told.sql")
EMPTY = (
    "delete from order_chance", "delete from review_chance", "delete from buyer_product", "delete from buyer_facts",
    "delete from buyer_number", "delete from product_number", "delete from shared_contact",
)  # fmt: skip
FORGET = ("delete from title_item", "delete from changed_order", "delete from changed_review")


def list_chances(cursor: duckdb.DuckDBPyConnection) -> None:
    """Bring the chances, and what they sum up to, up to date with the data."""
    basis = basis_of(cursor)
    run(cursor, "trials/known_title")
    if is_noted(cursor, basis) and choose_affected(cursor):
        list_affected(cursor)
    else:
        list_all(cursor)
    for name in SUMS:
        run(cursor, f"sums/{name}")
    for statement in FORGET:
        cursor.execute(statement)
    run(cursor, "trials/title_item")
    cursor.execute("update meta set value = '0' where key = 'changes_noted'")
    cursor.execute("update meta set value = $basis where key = 'chances_basis'", {"basis": basis})


def list_all(cursor: duckdb.DuckDBPyConnection) -> None:
    """List every chance anew."""
    for statement in (*ASK_ALL, *EMPTY, *SUM_ALL):
        cursor.execute(statement)
    for name in LISTING:
        run(cursor, f"trials/{name}")


def list_affected(cursor: duckdb.DuckDBPyConnection) -> None:
    """List the chances of the affected orders and reviews anew, and take out the sums of their buyers."""
    for statement in ASK_AFFECTED:
        cursor.execute(statement)
    for name in ("affected_buyer", "out_orders", "out_reviews"):
        run(cursor, f"changed/{name}")
    for name in LISTING:
        run(cursor, f"trials/{name}")
    for name in ("reviewers", "out_facts", "out_products", "asked_key", "out_contacts"):
        run(cursor, f"changed/{name}")
    for statement in SUM_AFFECTED:
        cursor.execute(statement)


def basis_of(cursor: duckdb.DuckDBPyConnection) -> str:
    """What the list depends on beside the single rows: the rules, the settings they name, the shops with refunds."""
    rules = "".join(map(read_sql, (*sorted(SQL.glob("trials/*.sql")), *sorted(SQL.glob("sums/*.sql")), *MEANINGS)))
    settings = cursor.execute("select name, value from setting order by name").fetchall()
    settings = [(name, value) for name, value in settings if name in rules]
    # where a refund export has come in, it also tells of all orders that it does not speak of
    exporting = cursor.execute("select distinct shop from refund order by shop").fetchall()
    return hashlib.sha256(f"{rules}{settings}{exporting}".encode()).hexdigest()


def is_noted(cursor: duckdb.DuckDBPyConnection, basis: str) -> bool:
    """Whether every change of the data since the verdicts has been noted, and the list stands on the same basis."""
    known = dict(cursor.execute("select key, value from meta").fetchall())
    passed = int(known["data_version"]) - int(known["verdict_version"])
    return (
        known["changes_noted"] == str(passed)
        and known["chances_basis"] == basis
        and one(cursor, "select 1 from trial limit 1") is not None
    )


def choose_affected(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Find the orders and reviews to list anew; False when they are so many that all may as well be."""
    for name in ("retitled", "touched", "affected_order", "affected_review"):
        run(cursor, f"changed/{name}")
    shares = one(
        cursor,
        "select (select count(*) from affected_order) / greatest(1, (select count(*) from buyer_order)), "
        "(select count(*) from affected_review) / greatest(1, (select count(*) from review))",
    )
    return shares is not None and max(shares) <= WORTH_CHOOSING


def run(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run one .sql file."""
    cursor.execute(read_sql(SQL / f"{name}.sql"))
