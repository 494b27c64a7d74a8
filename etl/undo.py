"""Takes one import back: what it alone knew goes, what others know is settled without it."""

from __future__ import annotations

from datetime import datetime

from etl import merge
from warehouse import Warehouse, one


class NoSuchImport(Exception):
    """There is no import of this number, or it has been undone already."""


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
        for target in merge.TARGETS:
            merge.take_back(cursor, target, batch_id)
        merge.run(cursor, "forget_batch_rejects", {"batch_id": batch_id})
        merge.run(cursor, "mark_undone", {"batch_id": batch_id, "undone_at": datetime.now().replace(microsecond=0)})
