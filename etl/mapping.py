"""Columns by hand: what the owner says a file's columns mean, remembered for files with the same header."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from etl.elsewhere import origin_of
from etl.problem import Refused
from etl.recognise import HEADER_WITHIN_ROWS, Kind, Recognised, columns_of, kinds, lacking, normal, of_name, recognise
from warehouse import Warehouse, one, read_sql

SQL = Path(__file__).with_name("sql")
Rows = Sequence[Sequence[str | None]]
ALIKE = 0.6
LONG_ID = re.compile(r"^[=\"']*\d{12,20}[\"']?$")
MOMENT = re.compile(r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
MONEY = re.compile(r"^[¥￥]?-?\d{1,7}(\.\d{1,2})?元?$")
# our column → what most of its cells look like, for a header cell that says nothing
LOOKS_LIKE = {"order_id": LONG_ID, "refund_id": LONG_ID, "created_at": MOMENT, "applied_at": MOMENT}


@dataclass(frozen=True)
class ColumnMapping:
    """What an owner says: the kind of export, and our column → the header cell that means it."""

    kind: str
    columns: Mapping[str, str]


def from_file(path: Path) -> ColumnMapping:
    """A mapping out of TOML: `kind = "orders"`, then `[columns]` with our column = header cell. Raises Refused."""
    try:
        entries = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("etl.mapping_unreadable", file=path.name) from error
    columns = entries.get("columns")
    found = next((kind for kind in kinds() if kind.name == entries.get("kind")), None)
    if found is None or not isinstance(columns, dict):
        raise Refused("etl.mapping_unreadable", file=path.name)
    if unknown := sorted(set(columns) - set(found.aliases)):
        raise Refused("etl.mapping_unknown_column", column=unknown[0], known=", ".join(found.aliases), file=path.name)
    return ColumnMapping(found.name, {str(column): str(cell) for column, cell in columns.items()})


def recognised(cursor: duckdb.DuckDBPyConnection, head: Rows, by_hand: ColumnMapping | None) -> Recognised | None:
    """A sheet's meaning: as the owner says now, as the owner said of this header before, else by itself.

    By itself a file from elsewhere means nothing, whatever its columns are called.
    """
    if by_hand and (found := applied(head, by_hand)):
        return found
    for number, row in enumerate(head[:HEADER_WITHIN_ROWS]):
        if remembered := recalled(cursor, row):
            return at_row(head, number, remembered)
    return None if origin_of(head) else recognise(head)


def applied(head: Rows, mapping: ColumnMapping) -> Recognised | None:
    """The mapping on the row that holds most of its header cells; None where a needed one is in no row."""
    wanted = {normal(cell) for cell in mapping.columns.values()}
    rows = head[:HEADER_WITHIN_ROWS]
    best = max(range(len(rows)), key=lambda number: len(wanted & {normal(c) for c in rows[number]}), default=None)
    return None if best is None else at_row(head, best, mapping)


def at_row(head: Rows, number: int, mapping: ColumnMapping) -> Recognised | None:
    """The mapping on one row; columns that it does not name keep the meaning they have by themselves."""
    kind = of_name(mapping.kind)[0]
    cells = [normal(cell) for cell in head[number]]
    said = {
        column: [place for place, each in enumerate(cells) if each == normal(cell)]
        for column, cell in mapping.columns.items()
    }
    taken = {place for places in said.values() for place in places}
    own = {
        column: left
        for column, places in columns_of(kind, cells).items()
        if (left := [place for place in places if place not in taken])
    }
    columns = own | {column: places for column, places in said.items() if places}
    header = tuple((cell or "").strip() for cell in head[number])
    return None if lacking(kind.name, columns) else Recognised(kind, number, header, columns, is_by_hand=True)


def header_key(row: Sequence[str | None]) -> str:
    """The same for the same header cells in any order."""
    cells = sorted(filled for cell in row if (filled := normal(cell)))
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()


def recalled(cursor: duckdb.DuckDBPyConnection, row: Sequence[str | None]) -> ColumnMapping | None:
    """What the owner said of a header before."""
    if not any(row):
        return None
    question = read_sql(SQL / "recall_mapping.sql")
    found = one(cursor, question, {"header_key": header_key(row)})
    return ColumnMapping(found[0], json.loads(found[1])) if found else None


def remember(warehouse: Warehouse, row: Sequence[str | None], mapping: ColumnMapping) -> None:
    """Keep a mapping for files with this header."""
    values = {
        "header_key": header_key(row),
        "kind": mapping.kind,
        "columns": json.dumps(dict(mapping.columns), ensure_ascii=False),
    }
    with warehouse.writing(remakes_verdicts=False) as cursor:
        cursor.execute(read_sql(SQL / "remember_mapping.sql"), values)


def forget(warehouse: Warehouse, key: str) -> None:
    """Drop what the owner said of a header; `key` as header_key gives it."""
    with warehouse.writing(remakes_verdicts=False) as cursor:
        cursor.execute(read_sql(SQL / "forget_mapping.sql"), {"header_key": key})


def suggested(kind: Kind, head: Rows, header_row: int) -> dict[str, int]:
    """Our column → place of the header cell that probably means it: by name, by a like name, by what stands below.

    Of like names the likest come first, whichever column they are for.
    """
    cells = [normal(cell) for cell in head[header_row]]
    found = {column: places[0] for column, places in columns_of(kind, cells).items()}
    known = {column: (*aliases, *hints().get(column, ())) for column, aliases in kind.aliases.items()}
    likeness = {
        (column, place): max(alike(cell, word) for word in words)
        for column, words in known.items()
        for place, cell in enumerate(cells)
        if cell and column not in found and place not in found.values()
    }
    for (column, place), like in sorted(likeness.items(), key=lambda pair: -pair[1]):
        if like >= ALIKE and column not in found and place not in found.values():
            found[column] = place
    below = [row for row in head[header_row + 1 :] if any(row)]
    for column in (each for each in LOOKS_LIKE if each in kind.aliases and each not in found):
        free = (place for place, cell in enumerate(cells) if cell and place not in found.values())
        first = next((place for place in free if mostly(LOOKS_LIKE[column], below, place)), None)
        if first is not None:
            found[column] = first
    return found


def mostly(looks: re.Pattern[str], rows: Rows, place: int) -> bool:
    """Whether more than half of a column's cells look like this."""
    values = [str(row[place] or "").strip() for row in rows if place < len(row)]
    return sum(bool(looks.match(value)) for value in values) * 2 > len(values)


@cache
def hints() -> Mapping[str, Sequence[str]]:
    """Our column → everyday words for it."""
    return tomllib.loads(Path(__file__).with_name("hints.toml").read_text("utf-8"))


def alike(cell: str, alias: str) -> float:
    """How alike two header cells are, 0..1; one inside the other is alike, the more the less is left over."""
    cell = cell.replace("_", "")
    short, long = sorted((cell, alias), key=len)
    if len(short) > 1 and short in long:
        return ALIKE + (1 - ALIKE) * len(short) / len(long)
    return difflib.SequenceMatcher(None, cell, alias).ratio()
