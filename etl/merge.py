"""From staged rows to tables: counts what is new, changed and unchanged, and writes only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import read_sql

SQL = Path(__file__).with_name("sql")
PROVENANCE = ("batch_id", "sheet", "row_number", "seen_at")


@dataclass(frozen=True)
class Target:
    """A table that rows are merged into: its name in the .sql files, in the database, and its unique key."""

    name: str
    table: str
    key: tuple[str, ...]


ORDERS = Target("orders", "buyer_order", ("shop", "order_id"))
LINES = Target("lines", "order_line", ("shop", "order_id", "line_id"))
REFUNDS = Target("refunds", "refund", ("shop", "refund_id"))
REVIEWS = Target("reviews", "review", ("shop", "review_id"))


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


def merge(cursor: duckdb.DuckDBPyConnection, target: Target) -> Counts:
    """Merge the temp table staged_rows into its table."""
    run(cursor, f"before_{target.name}")
    run(cursor, f"merge_{target.name}")
    merged, before = cursor.table("merged"), cursor.table("before")
    tracked = duckdb.StarExpression(exclude=list(PROVENANCE))
    changed = merged.select(tracked).except_(before.select(tracked)).select(*target.key)
    cursor.register("changed_view", changed)
    cursor.execute("create or replace temp table changed as select distinct * from changed_view")
    cursor.unregister("changed_view")
    written = merged.join(cursor.table("changed"), ",".join(target.key), how="semi")
    newer_only = newer_sightings(cursor, target)
    cursor.register("written_view", written.union(newer_only))
    cursor.execute("create or replace temp table written as select * from written_view")
    cursor.unregister("written_view")
    run(cursor, f"take_out_{target.name}")
    cursor.table("written").insert_into(target.table)
    read, old, differing = (size(cursor, name) for name in ("staged_rows", "before", "changed"))
    return Counts(new=read - old, changed=differing - (read - old), unchanged=read - differing)


def newer_sightings(cursor: duckdb.DuckDBPyConnection, target: Target) -> duckdb.DuckDBPyRelation:
    """Rows that are as before but were seen again later: they keep their origin and take the later moment.

    Without this, a file between the two in age would later count as newer than what is known.
    """
    keys = ",".join(target.key)
    merged, before = cursor.table("merged").set_alias("m"), cursor.table("before").set_alias("b")
    same = before.join(cursor.table("changed"), keys, how="anti").set_alias("b")
    seen = merged.select(*target.key, duckdb.ColumnExpression("seen_at").alias("later")).set_alias("m")
    moved = same.join(seen, keys).filter("later > seen_at or seen_at is null and later is not null")
    return moved.select(
        *(duckdb.ColumnExpression("later" if name == "seen_at" else name).alias(name) for name in merged.columns)
    )


def size(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    return len(cursor.table(table))
