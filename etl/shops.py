"""Which shop rows belong to: order reports mostly say it, most other files never do.

For a row whose file names no shop, the first of these tells: the shop that has its order; the owner's choice for the
file; the shop that has the same row already; the only shop there is. Else it stands under the empty name until a file
tells. Rows that came in before the file that tells of them move when it comes, so the order of the files makes no
difference.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from etl import changes
from etl.merge import run
from warehouse import one

UNNAMED = ""
# kind → the column of `staged` by whose numbers rows of other shops are found, and what moves with them
MOVES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "orders": ("order_id", ("move_orders", "move_lines", "move_refunds", "move_reviews")),
    "items": ("order_id", ("move_lines",)),
    "refunds": ("refund_id", ("move_same_refunds",)),
    "reviews": ("review_id", ("move_same_reviews",)),
}


def name_by_order(cursor: duckdb.DuckDBPyConnection, chosen: str | None) -> None:
    """Name the shop of the rows of `staged` that name none: that of their order, else the owner's choice."""
    if not is_silent(cursor):
        return
    if len(named_shops(cursor, chosen)) > 1:
        run(cursor, "name_by_order")
    if chosen:
        run(cursor, "name_rest", {"name": chosen})


def name_rest(cursor: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Name the shop of those that are left: the one that has the same row already, else the only one."""
    if not is_silent(cursor):
        return
    named = named_shops(cursor)
    if len(named) > 1 and kind != "orders":
        run(cursor, f"name_by_{kind}")
    run(cursor, "name_rest", {"name": named.pop() if len(named) == 1 else UNNAMED})


def gather(cursor: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Move rows that are there already to the shop that those of `staged` tell, and name their imports after it."""
    names = known_shops(cursor)
    if len(names) < 2:
        return
    if UNNAMED in names and len(names) == 2:
        cursor.execute("set variable shop = $name::varchar", {"name": max(names)})
        run(cursor, "adopt_rows")
    elif not move_as_told(cursor, kind):
        return
    run(cursor, "name_batches")
    changes.note_all(cursor)


def move_as_told(cursor: duckdb.DuckDBPyConnection, kind: str) -> bool:
    """Move rows by their numbers; whether there were any."""
    column, moves = MOVES[kind]
    number = duckdb.ColumnExpression(column).alias("number")
    cursor.register("told_numbers", cursor.table("staged").filter("reason is null").select(number, "shop"))
    run(cursor, "told_shop")
    cursor.unregister("told_numbers")
    return sum(moved(cursor, move) for move in moves) > 0


def moved(cursor: duckdb.DuckDBPyConnection, move: str) -> int:
    """Carry out a move; how many rows it took."""
    run(cursor, move)
    return int(cursor.fetchall()[0][0])


def is_silent(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether a row of `staged` names no shop."""
    return one(cursor, "select 1 from staged where shop is null limit 1") is not None


def known_shops(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """What rows of the tables and of `staged` stand under, the empty name included."""
    run(cursor, "known_shops")
    return {name for (name,) in cursor.fetchall()}


def named_shops(cursor: duckdb.DuckDBPyConnection, chosen: str | None = None) -> set[str]:
    """The names that the tables, `staged` and the owner tell."""
    return (known_shops(cursor) | {chosen or UNNAMED}) - {UNNAMED}
