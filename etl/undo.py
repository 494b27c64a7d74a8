"""Takes one import back: what it alone knew goes, what others know is settled without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from etl import changes, merge
from warehouse import Warehouse, one, read_sql


class NoSuchImport(Exception):
    """There is no import of this number, or it has been undone already."""


@dataclass(frozen=True)
class Undoing:
    """What undoing an import would do, in rows: `gone` it alone knew, `restored` are settled without it."""

    gone: int
    restored: int


def undo(warehouse: Warehouse, batch_id: int) -> None:
    """Undo an import in one transaction; its line in the history stays, marked. Raises NoSuchImport, DatabaseBusy."""
    with warehouse.writing() as cursor:
        there = one(
            cursor,
            "select count(*) from batch where batch_id = $batch_id and undone_at is null",
            {"batch_id": batch_id},
        )
        if not (there and there[0]):
            raise NoSuchImport(batch_id)
        take_back_rows(cursor, batch_id)
        changes.count_in(cursor)
        merge.run(cursor, "mark_undone", {"batch_id": batch_id, "undone_at": datetime.now().replace(microsecond=0)})


def erase(warehouse: Warehouse, batch_ids: Sequence[int]) -> None:
    """Take imports back as if they had never been, their lines in the history included. For a run given up."""
    with warehouse.writing() as cursor:
        for batch_id in sorted(batch_ids, reverse=True):
            take_back_rows(cursor, batch_id)
            merge.run(cursor, "forget_batch", {"batch_id": batch_id})
        changes.count_in(cursor)


def take_back_rows(cursor: duckdb.DuckDBPyConnection, batch_id: int) -> None:
    """Take back the rows and refused rows of an import."""
    for target in merge.TARGETS:
        merge.take_back(cursor, target, batch_id)
    merge.run(cursor, "forget_batch_rejects", {"batch_id": batch_id})


def what_undo_does(warehouse: Warehouse, batch_id: int) -> Undoing:
    """Count before asking the owner whether to undo."""
    with warehouse.cursor() as cursor:
        row = one(cursor, read_sql(merge.SQL / "pages" / "undoing.sql"), {"batch_id": batch_id})
    return Undoing(*row) if row else Undoing(0, 0)
