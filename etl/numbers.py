"""Numbers for orders and refunds of files that have none: of their own, until a file with numbers speaks of the same.

One buyer places one order a second, so buyer and time tell an order; what has no time is an order a row. A refund is
told by its order, the moment it was asked for and its product. A number of Huoyan's own begins with #, as no number
of the platform does, and is the same in every export.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from etl import changes
from etl.merge import SQL, run
from warehouse import one, read_sql

# kind → the column of its numbers
NUMBER: Mapping[str, str] = {"orders": "order_id", "refunds": "refund_id"}
# kind → the statement that finds what a number was told of, and the tables that hold it
HANDED_ON: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "orders": ("number_of_order", ("orders", "seen_orders", "lines", "seen_lines")),
    "refunds": ("number_of_refund", ("refunds", "seen_refunds")),
}


def give(cursor: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Number the rows of `staged`: as what is known by its number already, else by what tells it."""
    run(cursor, f"number_{kind}")


def hand_on(cursor: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Give what came without a number the one that a row of `staged` tells, so that nothing is counted twice."""
    waiting = one(cursor, read_sql(SQL / f"{kind}_without_number.sql"))
    if not (waiting and waiting[0]):
        return
    told, tables = HANDED_ON[kind]
    run(cursor, told)
    for table in tables:
        run(cursor, f"hand_on_{table}")
    changes.note_all(cursor)
