"""The owner's settings: what each may be, what changing them would do to the list, and saving them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from risk import verdicts
from risk.refresh import settings_of
from warehouse import Warehouse, read_sql

SQL = Path(__file__).with_name("sql") / "settings"
# so many moves are shown one by one; all are counted
MOST_MOVES = 200


@dataclass(frozen=True)
class Bounds:
    """From where to where a setting may go, and in which steps. Shares are 0..1."""

    low: float
    high: float
    step: float

    @property
    def is_whole(self) -> bool:
        return self.step >= 1

    @property
    def is_share(self) -> bool:
        return self.high < 1


YES_OR_NO = Bounds(0, 1, 1)
BOUNDS = {
    "odds_multiple": Bounds(1.5, 10, 0.5),
    "few_trials": Bounds(1, 50, 1),
    "high_certainty": Bounds(0.5, 0.995, 0.005),
    "high_observed": Bounds(1, 50, 1),
    "watch_certainty": Bounds(0.5, 0.995, 0.005),
    "watch_observed": Bounds(1, 50, 1),
    "payment_hours": Bounds(1, 720, 1),
    "reorder_hours": Bounds(0, 720, 1),
    "crowd_accounts": Bounds(2, 100, 1),
    "fault_stock": YES_OR_NO,
    "fault_late": YES_OR_NO,
    "fault_wrong": YES_OR_NO,
    "fault_missing": YES_OR_NO,
    "fault_damaged": YES_OR_NO,
    "fault_quality": YES_OR_NO,
    "fault_not_as_described": YES_OR_NO,
    "fault_not_received": YES_OR_NO,
    "fault_price": YES_OR_NO,
    "parcel_cost": Bounds(0, 100, 0.5),
    "return_cost": Bounds(0, 100, 0.5),
    "lock_rate": Bounds(0, 0.2, 0.001),
}
NOT_ABOVE = (("watch_certainty", "high_certainty"), ("watch_observed", "high_observed"))


class NotAllowed(Exception):
    """Settings out of bounds or against each other; `problems` are keys of the catalogue: settings.problem.<key>."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Rehearsal:
    """What settings would do. `before`, `after`: buyers by tier; `moves`: shop, buyer, tier_before, tier, certainty,
    signals of those who would move, the first MOST_MOVES of `moved`; `on` come on the list, `off` fall off it.
    `version`: of the data that it was tried on, for it says nothing about others."""

    version: int
    values: dict[str, float]
    before: dict[str, int]
    after: dict[str, int]
    moves: pd.DataFrame
    moved: int
    on: int
    off: int


def current(warehouse: Warehouse) -> dict[str, float]:
    """The settings by name, in the order of BOUNDS."""
    with warehouse.cursor() as cursor:
        found = settings_of(cursor)
    return {name: found[name] for name in BOUNDS}


@cache
def defaults() -> dict[str, float]:
    """What a new database is set to."""
    return current(Warehouse())


def problems_of(values: Mapping[str, float]) -> list[str]:
    """What is wrong with these settings; empty when nothing is."""
    outside = [name for name, bounds in BOUNDS.items() if not bounds.low <= values[name] <= bounds.high]
    return outside + [low for low, high in NOT_ABOVE if values[low] > values[high]]


def rehearse(
    warehouse: Warehouse, values: Mapping[str, float], progress: Callable[[str, float], None] | None = None
) -> Rehearsal:
    """Judge everybody with these settings and take it back. Raises NotAllowed, DatabaseBusy."""
    if problems := problems_of(values):
        raise NotAllowed(problems)
    with warehouse.rehearsing() as cursor:
        version = int(cursor.execute("select value::bigint from meta where key = 'data_version'").fetchall()[0][0])
        run(cursor, "list_before")
        put(cursor, values)
        verdicts.remake(cursor, progress)
        run(cursor, "moves")
        before, after = (counts(cursor, table) for table in ("list_before", "list_after"))
        moved, on, off = cursor.execute(read_sql(SQL / "move_counts.sql")).fetchall()[0]
        moves = cursor.execute(read_sql(SQL / "moves_shown.sql"), {"most": MOST_MOVES}).df()
    return Rehearsal(version, dict(values), before, after, moves, moved, on, off)


def save(
    warehouse: Warehouse, values: Mapping[str, float], progress: Callable[[str, float], None] | None = None
) -> None:
    """Keep the settings, note what changed, remake the verdicts: all or nothing. Raises NotAllowed, DatabaseBusy."""
    if problems := problems_of(values):
        raise NotAllowed(problems)
    with warehouse.writing() as cursor:
        before = settings_of(cursor)
        now = datetime.now().replace(microsecond=0)
        for name, value in values.items():
            if value != before[name]:
                cursor.execute(
                    "insert into setting_change values ($now, $name, $before, $after)",
                    {"now": now, "name": name, "before": before[name], "after": value},
                )
        put(cursor, values)
        verdicts.remake(cursor, progress)
        verdicts.mark_fresh(cursor)


def put(cursor: duckdb.DuckDBPyConnection, values: Mapping[str, float]) -> None:
    """Write the settings."""
    for name, value in values.items():
        cursor.execute("update setting set value = $value where name = $name", {"name": name, "value": value})


def counts(cursor: duckdb.DuckDBPyConnection, table: str) -> dict[str, int]:
    """Listed buyers by tier."""
    found = cursor.table(table).aggregate("tier, count(*)").fetchall()
    return {"high": 0, "watch": 0} | dict(found)


def run(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run one .sql file."""
    cursor.execute(read_sql(SQL / f"{name}.sql"))
