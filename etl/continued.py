"""Rows that go on with the order above: what is told of an order stands in its first row, and nothing in the others.

So do lists look that were saved as text with cells merged over the rows of an order, and those of some order systems.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from etl.merge import run

# a row that has none of these tells of goods alone; a sheet must have one of them for that to mean anything
ONCE_AN_ORDER = ("buyer", "status", "created_at", "paid_at")


def with_orders(
    cursor: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, columns: Mapping[str, Sequence[int]]
) -> tuple[duckdb.DuckDBPyRelation, int]:
    """The rows, each with its order, and how many go on with the order above; `columns`: those that the sheet has."""
    if not {"order_id", "title"} <= columns.keys() or columns.keys().isdisjoint(ONCE_AN_ORDER):
        return rows, 0
    # nearly every sheet tells all in every row
    if not rows.filter("length(coalesce(order_id, '')) < 3 and title is not null").limit(1).fetchall():
        return rows, 0
    cursor.register("told_rows", rows)
    run(cursor, "continued_rows")
    cursor.unregister("told_rows")
    found = cursor.table("continued_rows")
    count = len(found.filter("is_continued"))
    return found.select(duckdb.StarExpression(exclude=["is_continued"])), count
