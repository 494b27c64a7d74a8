"""From staged rows to tables: counts what is new, changed and unchanged, writes only what differs, and takes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import changes
from warehouse import read_sql

SQL = Path(__file__).with_name("sql")
PROVENANCE = ("batch_id", "sheet", "row_number", "seen_at")
# a row takes the latest moment at which it was seen, and names no file that was taken back
SEEN_AGAIN = "seen_at is distinct from seen_at_before"
TOLD_BY_OTHERS = f"{SEEN_AGAIN} or batch_id is distinct from batch_id_before"


@dataclass(frozen=True)
class Target:
    """A table that rows are merged into: its name in the .sql files, in the database, its sightings, its key."""

    name: str
    table: str
    sightings: str
    key: tuple[str, ...]


ORDERS = Target("orders", "buyer_order", "order_sighting", ("shop", "order_id"))
LINES = Target("lines", "order_line", "line_sighting", ("shop", "order_id", "line_id"))
REFUNDS = Target("refunds", "refund", "refund_sighting", ("shop", "refund_id"))
REVIEWS = Target("reviews", "review", "review_sighting", ("shop", "review_id"))
TARGETS = (ORDERS, LINES, REFUNDS, REVIEWS)


KEEP = {
    "raw_cells": "create or replace temp table raw_cells as from kept",
    "incoming": "create or replace temp table incoming as from kept",
    "before": "create or replace temp table before as from kept",
    "fresh": "create or replace temp table fresh as from kept",
    "seen_once": "create or replace temp table seen_once as from kept",
    "seen": "create or replace temp table seen as from kept",
    "same": "create or replace temp table same as from kept",
    "written": "create or replace temp table written as from kept",
}
# A thread takes 122,880 rows of a temporary table at least, which is all that most files hold: one processor would
# work and the others wait. With this setting, which DuckDB's own tests run with, it takes some thousands.
SHARE_OUT, SHARE_OUT_NO_MORE = "pragma verify_parallelism", "pragma disable_verify_parallelism"
VARIABLES = {
    "batch_id": "set variable batch_id = $value::integer",
    "sheet": "set variable sheet = $value::varchar",
    "seen_at": "set variable seen_at = $value::timestamp",
    "has_paid_at": "set variable has_paid_at = $value::boolean",
    "has_amounts": "set variable has_amounts = $value::boolean",
}


@dataclass(frozen=True)
class Counts:
    """How many rows of the target were written or left as they were."""

    new: int
    changed: int
    unchanged: int


def run(cursor: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, object] | None = None) -> None:
    """Run one statement of etl/sql; an .sql file takes exactly the values it names."""
    text = read_sql(SQL / f"{name}.sql")
    cursor.execute(text, {key: value for key, value in (values or {}).items() if f"${key}" in text})


def prepare(cursor: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, object]) -> None:
    """Make the view staged_rows by one statement of etl/sql; a view takes variables where a query takes values."""
    for name, value in values.items():
        cursor.execute(VARIABLES[name], {"value": value})
    run(cursor, statement)


def merge(cursor: duckdb.DuckDBPyConnection, target: Target) -> Counts:
    """Merge the rows of the view staged_rows into its table: where none is known yet, straight from the view."""
    key = ",".join(target.key)
    staged, known = cursor.view("staged_rows"), cursor.table(target.table)
    there = size(cursor, target.table)
    if there:
        keep(cursor, "before", known.join(staged.select(*target.key), key, how="semi"))
    if not (there and size(cursor, "before")):
        append(cursor, staged, target.table)
        changes.note(cursor, target.name, staged)
        return Counts(new=size(cursor, target.table) - there, changed=0, unchanged=0)
    keep(cursor, "incoming", staged)
    staged = cursor.table("incoming")
    read, met = size(cursor, "incoming"), size(cursor, "before")
    before, sightings = cursor.table("before"), cursor.table(target.sightings)
    keep(cursor, "fresh", staged.join(before.select(*target.key), key, how="anti"))
    keep(cursor, "seen_once", before.join(sightings.select(*target.key), key, how="anti"))
    append(cursor, cursor.table("seen_once"), target.sightings)
    append(cursor, staged.join(before.select(*target.key), key, how="semi"), target.sightings)
    changed = settle(cursor, target)
    append(cursor, cursor.table("fresh"), target.table)
    changes.note(cursor, target.name, cursor.table("fresh"))
    return Counts(new=read - met, changed=changed, unchanged=met - changed)


def settle(cursor: duckdb.DuckDBPyConnection, target: Target, moves: str = SEEN_AGAIN) -> int:
    """Write the rows of `before` anew from all their sightings; how many are not as they were.

    `moves`: when a row of which nothing else changes is written anew, too.
    """
    key = ",".join(target.key)
    before = cursor.table("before")
    keep(cursor, "seen", cursor.table(target.sightings).join(before.select(*target.key), key, how="semi"))
    run(cursor, f"settle_{target.name}")
    columns = [name for name in before.columns if name not in PROVENANCE]
    merged = cursor.table("merged")
    keep(cursor, "same", merged.select(*columns).intersect(before.select(*columns)))
    same = cursor.table("same").select(*target.key)
    was = (duckdb.ColumnExpression(name).alias(f"{name}_before") for name in ("seen_at", "batch_id"))
    moved = merged.join(before.select(*target.key, *was), key).filter(moves).select(*target.key)
    untouched = same.join(moved, key, how="anti")
    keep(cursor, "written", before.select(*target.key).join(untouched, key, how="anti"))
    run(cursor, f"take_out_{target.name}")
    settled = merged.join(cursor.table("written"), key, how="semi")
    append(cursor, settled, target.table)
    for rows in (before.join(cursor.table("written"), key, how="semi"), settled):
        changes.note(cursor, target.name, rows)
    return len(before) - len(same)


def take_back(cursor: duckdb.DuckDBPyConnection, target: Target, batch_id: int) -> None:
    """Undo what one import did to a table: what it alone knew goes, the rest is settled without it."""
    key = ",".join(target.key)
    mine = duckdb.ColumnExpression("batch_id") == duckdb.ConstantExpression(batch_id)
    known, sightings = cursor.table(target.table), cursor.table(target.sightings)
    alone = known.filter(mine).join(sightings.select(*target.key), key, how="anti")
    changes.note(cursor, target.name, alone)
    keep(cursor, "written", alone.select(*target.key))
    run(cursor, f"take_out_{target.name}")
    keep(cursor, "before", known.join(sightings.filter(mine).select(*target.key).distinct(), key, how="semi"))
    run(cursor, f"forget_{target.name}", {"batch_id": batch_id})
    settle(cursor, target, TOLD_BY_OTHERS)
    run(cursor, f"forget_lone_{target.name}")


def keep(cursor: duckdb.DuckDBPyConnection, name: str, rows: duckdb.DuckDBPyRelation) -> None:
    """The rows as a temp table of this cursor."""
    cursor.register("kept", rows)
    cursor.execute(KEEP[name])
    cursor.unregister("kept")


def append(cursor: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, table: str) -> None:
    """Insert rows, which come from temporary tables, into a table, column by name."""
    cursor.execute(SHARE_OUT)
    rows.select(*cursor.table(table).columns).insert_into(table)
    cursor.execute(SHARE_OUT_NO_MORE)


def size(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    return len(cursor.table(table))
