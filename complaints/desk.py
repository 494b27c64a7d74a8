"""What every part of the complaint desk works with: the database, the evidence vault, the clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from complaints.vault import Vault
from warehouse import Warehouse, read_sql

SQL = Path(__file__).with_name("sql")


def local_now() -> datetime:
    """Local time to the second, as the tables keep it."""
    return datetime.now().replace(microsecond=0)


@dataclass(frozen=True)
class Desk:
    """One shop owner's complaint desk; the clock is a parameter so that deadlines can be tested."""

    warehouse: Warehouse
    vault: Vault
    clock: Callable[[], datetime] = field(default=local_now)

    @classmethod
    def at(cls, warehouse: Warehouse) -> Desk:
        """The desk of a database file: its evidence lies in the folder beside it. Raises ValueError in memory."""
        if not isinstance(warehouse.path, Path):
            raise ValueError("a database in memory has no folder for evidence")
        return cls(warehouse, Vault(warehouse.path.parent / "evidence"))

    def rows(self, question: str, **values: object) -> list[dict[str, Any]]:
        """Rows of complaints/sql/<question>.sql as dictionaries; missing is None."""
        with self.warehouse.cursor() as cursor:
            return rows(cursor, question, **values)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction at one moment: what is written and its event stand or fall together."""
        with self.warehouse.writing(remakes_verdicts=False) as cursor:
            yield Writer(cursor, self.clock())


@dataclass(frozen=True)
class Writer:
    """An open transaction."""

    cursor: duckdb.DuckDBPyConnection
    now: datetime

    def run(self, statement: str, **values: object) -> None:
        """Run complaints/sql/<statement>.sql."""
        self.cursor.execute(read_sql(SQL / f"{statement}.sql"), values)

    def rows(self, question: str, **values: object) -> list[dict[str, Any]]:
        """Rows within this transaction."""
        return rows(self.cursor, question, **values)

    def event(self, case_id: str, kind: str, text: str | None = None, **detail: object) -> None:
        """Add to the case's history."""
        self.run(
            "add_event", case_id=case_id, at=self.now, kind=kind, text=text,
            detail=json.dumps(detail, ensure_ascii=False, default=str),
        )  # fmt: skip


def rows(cursor: duckdb.DuckDBPyConnection, question: str, **values: object) -> list[dict[str, Any]]:
    """Rows of a question as dictionaries of Python values."""
    result = cursor.execute(read_sql(SQL / f"{question}.sql"), dict(values))
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def loaded(text: str | None) -> Mapping[str, Any]:
    """A JSON object column."""
    return dict(json.loads(text or "{}"))
