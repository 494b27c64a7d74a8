"""From a sheet to the temp table staged: typed rows, each with the reason why it is refused where it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from etl import continued, merge, numbers, shops, states
from etl.merge import run
from etl.problem import Problem
from etl.readers import Sheet
from etl.recognise import Recognised
from etl.rounded import refuse_rounded
from warehouse import one, read_sql

TIME_COLUMNS = {
    "orders": ("created_at", "paid_at", "shipped_at", "finished_at"),
    "items": ("created_at", "paid_at"),
    "refunds": ("applied_at", "finished_at"),
    "reviews": ("created_at", "followup_at"),
}
# what a sheet was read through
LET_GO = ("drop table if exists raw_cells", "drop table if exists continued_rows")


@dataclass(frozen=True)
class Moments:
    """First and last moment that rows speak of; how many tell one in the future, and the latest of those."""

    first_at: datetime | None = None
    last_at: datetime | None = None
    ahead: int = 0
    furthest: datetime | None = None


def stage(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, found: Recognised, shop: str | None) -> list[Problem]:
    """Temp table staged: the sheet's rows below its header, typed, each with its reason if it is refused.

    Returns what the owner should know of how they were read.
    """
    kind, columns = found.kind.name, []
    for column in found.kind.aliases:
        cells = [duckdb.ColumnExpression(f"c{place}") for place in found.columns.get(column, [])]
        empty = duckdb.ConstantExpression("")
        filled = [duckdb.FunctionExpression("nullif", cell, empty) for cell in cells]
        value = duckdb.CoalesceOperator(*filled) if filled else duckdb.ConstantExpression(None).cast("VARCHAR")
        columns.append(value.alias(column))
    overflow = f"c{sheet.width - 1}" if sheet.may_overflow else None
    columns.append(
        (duckdb.FunctionExpression("nullif", duckdb.ColumnExpression(overflow), duckdb.ConstantExpression(""))
         if overflow else duckdb.ConstantExpression(None).cast("VARCHAR")).alias("overflow")
    )  # fmt: skip
    row_number = duckdb.ColumnExpression("row_number")
    if sheet.may_overflow:
        # Kept first: to number the rows while they are read would take a single thread, and so would staging them
        # where a line end in a cell lets only one read.
        merge.keep(cursor, "raw_cells", sheet.cells.select(*columns))
        kept = cursor.table("raw_cells")
        # what a transaction has added is numbered from a great number on
        first = kept.aggregate("min(rowid)").fetchall()[0][0] or 0
        place = duckdb.ColumnExpression("rowid") - duckdb.ConstantExpression(first - sheet.first_row)
        numbered = kept.select(place.alias("row_number"), duckdb.StarExpression())
    else:
        numbered = sheet.cells.select(row_number, *columns)
    header = duckdb.ConstantExpression(sheet.first_row + found.header_row)
    below, count = numbered.filter(duckdb.ColumnExpression("row_number") > header), 0
    if kind in ("orders", "items"):
        below, count = continued.with_orders(cursor, below, found.columns)
    cursor.register("raw", below)
    secret = one(cursor, "select value from meta where key = 'contact_key'")
    is_numbered = numbers.NUMBER.get(kind) in found.columns
    values = {
        "contact_key": secret[0] if secret else "", "is_numbered": is_numbered, "is_joined": found.is_joined,
    }  # fmt: skip
    run(cursor, f"stage_{kind}", values)
    cursor.unregister("raw")
    for statement in LET_GO:
        cursor.execute(statement)
    shop = shops.current_name(cursor, shop)
    shops.name_by_order(cursor, shop)
    if is_numbered:
        numbers.hand_on(cursor, kind)
    elif kind in numbers.NUMBER:
        numbers.give(cursor, kind)
        shops.name_by_order(cursor, None)
    shops.name_rest(cursor, kind)
    refuse_rounded(cursor)
    notes = [Problem("etl.continued_rows", {"count": count})] if count else []
    return notes + states.read_further(cursor, kind)


def moments(cursor: duckdb.DuckDBPyConnection, kind: str) -> Moments:
    """Of the good rows."""
    good = cursor.table("staged").filter("reason is null")
    times = [
        good.select("row_number", duckdb.ColumnExpression(column).alias("moment")) for column in TIME_COLUMNS[kind]
    ]
    stacked = times[0]
    for more in times[1:]:
        stacked = stacked.union(more)
    cursor.register("staged_times", stacked)
    found = one(cursor, read_sql(merge.SQL / "moments.sql"), {"now": datetime.now()})
    cursor.unregister("staged_times")
    return Moments(*found) if found else Moments()


def keep_rejected(cursor: duckdb.DuckDBPyConnection, sheet: Sheet, found: Recognised, batch_id: int) -> int:
    """Keep the refused rows with all their cells as read; how many there were."""
    refused = cursor.table("staged").filter("reason is not null").select("row_number")
    if not len(refused):
        return 0
    names = [cell or f"({place + 1})" for place, cell in enumerate(found.header)]
    rows = sheet.cells.join(refused, "row_number", how="semi").fetchall()
    cells = [(row[-1], json.dumps(dict(zip(names, row[:-1], strict=False)), ensure_ascii=False)) for row in rows]
    numbers, texts = zip(*cells, strict=True)
    cursor.register(
        "rejected_cells", pa.table({"row_number": pa.array(numbers, pa.int64()), "cells": pa.array(texts)})
    )
    run(cursor, "keep_rejected", {"batch_id": batch_id, "sheet": sheet.name})
    cursor.unregister("rejected_cells")
    return len(rows)
