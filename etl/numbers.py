"""Numbers for orders of files that have none: of their own, until a file with numbers speaks of the same orders.

One buyer places one order a second, so buyer and time tell an order; what has no time is an order a row. A number of
Huoyan's own begins with #, as no number of the platform does, and is the same in every export of the order.
"""

from __future__ import annotations

import duckdb

from etl import changes
from etl.merge import SQL, run
from warehouse import one, read_sql

TABLES = ("orders", "seen_orders", "lines", "seen_lines")


def give(cursor: duckdb.DuckDBPyConnection) -> None:
    """Number the rows of `staged`: as an order that is known by its number already, else by buyer and time."""
    run(cursor, "number_orders")


def hand_on(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give orders that came without a number the one that a row of `staged` tells, so that none is counted twice."""
    waiting = one(cursor, read_sql(SQL / "orders_without_number.sql"))
    if not (waiting and waiting[0]):
        return
    run(cursor, "number_of_order")
    for table in TABLES:
        run(cursor, f"hand_on_{table}")
    changes.note_all(cursor)
