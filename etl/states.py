"""States of orders and refunds in words that are not listed: read by their parts, or told to the owner."""

from __future__ import annotations

import duckdb

from etl.merge import SQL, run
from etl.problem import Problem
from warehouse import one, read_sql

BY_PART = {
    "orders": ("states_by_part", "closed_for_by_part", "refund_states_by_part"),
    "items": ("states_by_part",),
    "refunds": (),
    "reviews": (),
}
# which words of a kind are states of what
UNKNOWN = {
    "orders": {"unknown_states": "etl.unknown_order_state", "unknown_line_refunds": "etl.unknown_refund_state"},
    "items": {"unknown_states": "etl.unknown_order_state", "unknown_line_refunds": "etl.unknown_refund_state"},
    "refunds": {"unknown_states": "etl.unknown_refund_state"},
    "reviews": {},
}
LONGEST_WORD = 20


def read_further(cursor: duckdb.DuckDBPyConnection, kind: str) -> list[Problem]:
    """Read the states of `staged` that are not listed by their parts; returns what is still not known."""
    for statement in BY_PART[kind]:
        run(cursor, statement)
    notes = []
    for statement, key in UNKNOWN[kind].items():
        rows, word = one(cursor, read_sql(SQL / f"{statement}.sql")) or (0, None)
        if rows:
            notes.append(Problem(key, {"count": rows, "word": str(word)[:LONGEST_WORD]}))
    return notes
