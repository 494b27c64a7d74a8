"""Remakes the verdicts when data have changed, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from risk.refresh import STEPS, Refresh
from warehouse import Warehouse


def ensure_fresh(warehouse: Warehouse) -> None:
    """Remake the verdicts if data came in since they were made."""
    if not is_fresh(warehouse):
        refresh(warehouse)


def is_fresh(warehouse: Warehouse) -> bool:
    """Whether the verdicts were made from the data as they are now."""
    versions = warehouse.versions()
    return versions["verdict_version"] == versions["data_version"]


def refresh(warehouse: Warehouse, progress: Callable[[str, float], None] | None = None) -> None:
    """Remake every table of verdicts in one transaction. `progress` gets the step's name and the share done, 0..1."""
    with warehouse.writing() as cursor:
        remake(cursor, progress)
        mark_fresh(cursor)


def remake(cursor: duckdb.DuckDBPyConnection, progress: Callable[[str, float], None] | None = None) -> None:
    """The same within a transaction of the caller's, who marks the verdicts as fresh where they are to stay."""
    refreshing = Refresh(cursor)
    for number, step in enumerate(STEPS):
        if progress:
            progress(step, number / len(STEPS))
        getattr(refreshing, step)()
    if progress:
        progress(STEPS[-1], 1.0)


def mark_fresh(cursor: duckdb.DuckDBPyConnection) -> None:
    """Say that the verdicts were made from the data that this transaction leaves.

    Not in a rehearsal: whoever decided on a buyer meanwhile writes to the same row, and one of the two would fail.
    """
    # writing() raises the data version once more when it commits
    cursor.execute(
        "update meta set value = (select (value::bigint + 1)::varchar from meta where key = 'data_version') "
        "where key = 'verdict_version'"
    )
