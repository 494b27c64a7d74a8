"""Notes which orders and reviews an import touched: what was judged before need not be read again for the others.

The notes hold until the verdicts are remade. A transaction that changes data without counting itself here makes its
number differ from the data version's, and all is judged anew.
"""

from __future__ import annotations

import duckdb

from warehouse import one

NOTED_IN = {
    "orders": ("changed_order", ("shop", "order_id")),
    "lines": ("changed_order", ("shop", "order_id")),
    "refunds": ("changed_order", ("shop", "order_id")),
    "reviews": ("changed_review", ("shop", "review_id")),
}


def note(cursor: duckdb.DuckDBPyConnection, target: str, rows: duckdb.DuckDBPyRelation) -> None:
    """Note rows of a merge target that come, change or go; a row that changes as it was and as it is."""
    if not one(cursor, "select 1 from trial limit 1"):
        return  # nothing was judged yet: all will be
    table, key = NOTED_IN[target]
    rows.select(*key).filter(f"{key[-1]} is not null").insert_into(table)


def note_all(cursor: duckdb.DuckDBPyConnection) -> None:
    """Note that more has changed than can be told."""
    cursor.execute("update meta set value = 'all' where key = 'changes_noted'")


def count_in(cursor: duckdb.DuckDBPyConnection) -> None:
    """Count this transaction among those whose changes are noted."""
    cursor.execute(
        "update meta set value = coalesce((try_cast(value as bigint) + 1)::varchar, value) "
        "where key = 'changes_noted'"
    )
