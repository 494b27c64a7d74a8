"""Which kind of export a sheet is, and which of its columns mean what: by header cells, never by name or place."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HEADER_WITHIN_ROWS = 20
MOST_COLUMNS_OUT_OF_ORDER = 3
STRAY = 10  # one row in so many
# what stands in a cell that was looked up in vain
NOTHING = {"", "#n/a", "null", "none", "nan", "-", "--", "/", "0", "无"}
# blanks, zero-width and direction marks, byte-order marks
MARKS = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\ufeff]+")
UNIT = re.compile(r"\((?:单位[::]?)?元\)$")


@dataclass(frozen=True)
class Kind:
    """One kind of export: its columns and what tells it from the others."""

    name: str
    aliases: Mapping[str, Sequence[str]]
    all_of: frozenset[str]
    any_of: frozenset[str]
    at_least: int
    none_of: frozenset[str]
    each: str | None = None  # the column that every row of the kind has
    is_interface: bool = False  # told by the fields of the Open Platform instead of header cells


@dataclass(frozen=True)
class Recognised:
    """A sheet's meaning. `columns`: our column → positions in the sheet, the preferred one first. `is_by_hand`: as
    the owner said."""

    kind: Kind
    header_row: int
    header: tuple[str, ...]
    columns: dict[str, list[int]]
    is_by_hand: bool = False
    is_joined: bool = False

    @property
    def known(self) -> list[str]:
        used = {position for positions in self.columns.values() for position in positions}
        return [cell for position, cell in enumerate(self.header) if cell and position in used]

    @property
    def unknown(self) -> list[str]:
        known = set(self.known)
        return [cell for cell in self.header if cell and cell not in known]


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of columns.toml in the order they are tried."""
    settings = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    return tuple(
        Kind(
            name=rule["name"],
            aliases=aliases_of(settings, rule["name"], is_interface=rule.get("is_interface", False)),
            all_of=frozenset(way),
            any_of=frozenset(rule["any"]),
            at_least=rule["at_least"],
            none_of=frozenset(normal(cell) for cell in rule.get("none", [])),
            each=rule.get("each"),
            is_interface=rule.get("is_interface", False),
        )
        for rule in settings["kind"]
        for way in rule.get("ways", [rule.get("all")])
    )


def aliases_of(settings: Mapping[str, Any], name: str, *, is_interface: bool) -> dict[str, list[str]]:
    """Our column → the header cells of the exports that mean it, and the fields of the interface behind them."""
    fields = settings["interface"][name] if is_interface else {}
    return {
        column: [normal(cell) for cell in (*cells, *fields.get(column, ()))]
        for column, cells in settings[name].items()
    }


def normal(cell: str | None) -> str:
    """A header cell for comparing: NFKC, lower case, without blanks, marks, quotes and the unit of money."""
    text = unicodedata.normalize("NFKC", cell or "")
    return UNIT.sub("", MARKS.sub("", text).strip("'\"=`*‘’“”")).casefold()


def recognise(rows: Sequence[Sequence[str | None]]) -> Recognised | None:
    """The kind and columns of a sheet from its first rows; None when no row is the header of a known export."""
    best: Recognised | None = None
    for number, row in enumerate(rows[:HEADER_WITHIN_ROWS]):
        cells = [normal(cell) for cell in row]
        fitting = [kind for kind in kinds() if fits(kind, cells)]
        if not fitting:
            continue
        kind = next((kind for kind in fitting if is_in_each(kind, cells, rows[number + 1 :])), fitting[0])
        found = Recognised(kind, number, tuple((cell or "").strip() for cell in row), columns_of(kind, cells))
        if best is None or len(found.columns) > len(best.columns) + MOST_COLUMNS_OUT_OF_ORDER:
            best = found
    return best


def fits(kind: Kind, cells: Sequence[str]) -> bool:
    """Whether these normalised header cells are those of the kind."""
    there = set(columns_of(kind, cells))
    return kind.all_of <= there and len(kind.any_of & there) >= kind.at_least and not kind.none_of.intersection(cells)


def is_in_each(kind: Kind, cells: Sequence[str], below: Sequence[Sequence[str | None]]) -> bool:
    """Whether the rows below a header have what every row of the kind has; a stray row in ten may lack it."""
    if kind.each is None:
        return True
    places = columns_of(kind, cells)[kind.each]
    filled = [any(normal(row[place]) not in NOTHING for place in places) for row in below if any(row)]
    return filled.count(False) <= len(filled) / STRAY


def columns_of(kind: Kind, cells: Sequence[str]) -> dict[str, list[int]]:
    """Our column → positions of the header cells that mean it. Two cells that collide are both kept in order."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        places.setdefault(cell, []).append(place)
    return {
        column: positions
        for column, aliases in kind.aliases.items()
        if (positions := [place for alias in aliases for place in places.get(alias, ())])
    }


def lacking(name: str, there: Collection[str]) -> list[str]:
    """Our columns that a sheet with these still needs to be of this kind; of several ways, by the one tried first."""
    ways = [[column for column in kind.aliases if column in kind.all_of - set(there)] for kind in of_name(name)]
    return [] if [] in ways else ways[0]


def of_name(name: str) -> list[Kind]:
    """The ways to be of this kind, in the order they are tried."""
    return [kind for kind in kinds() if kind.name == name]


def nearest_kind(rows: Sequence[Sequence[str | None]]) -> tuple[Kind, list[str]] | None:
    """For a refusal: the kind that most cells tell which no other kind has, of equals the one that shares most
    columns with any row; and the header cells it would still need.

    A kind of which no telling column is there, as a date or a title alone, is not near. Of several ways to be of a
    kind the one tried first tells: the others do without a column that is to be asked for.
    """
    best: tuple[tuple[int, int], Kind, list[str]] | None = None
    for row in rows[:HEADER_WITHIN_ROWS]:
        cells = [normal(cell) for cell in row]
        for kind in first_ways():
            there = columns_of(kind, cells)
            nearness = (len(telling_cells(kind.name).intersection(cells)), len(there))
            missing = sorted(kind.all_of - set(there)) or sorted(kind.any_of - set(there))
            is_near = not (kind.all_of | kind.any_of).isdisjoint(there)
            if is_near and (best is None or nearness > best[0]):
                best = (nearness, kind, [kind.aliases[column][0] for column in missing])
    return (best[1], best[2]) if best else None


def first_ways() -> list[Kind]:
    """Each kind once, by the way to be of it that is tried first."""
    return [of_name(name)[0] for name in dict.fromkeys(kind.name for kind in kinds())]


@cache
def telling_cells(name: str) -> frozenset[str]:
    """The header cells of a kind's telling columns that mean nothing in the other kinds."""
    telling = {column for kind in of_name(name) if not kind.is_interface for column in kind.all_of | kind.any_of}
    others = {cell for kind in first_ways() if kind.name != name for cells in kind.aliases.values() for cell in cells}
    return frozenset(cell for column in telling for cell in of_name(name)[0].aliases[column]) - others
