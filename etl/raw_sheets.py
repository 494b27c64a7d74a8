"""A sheet before anything is known of it: every cell as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pyarrow as pa

from etl.containers import MOST_COLUMNS
from etl.merged_cells import Merged, filled_down
from etl.problem import Refused

# from here on a number of a spreadsheet has lost digits
EXACT_BELOW = 10**15


@dataclass(frozen=True)
class RawSheet:
    """One sheet: every cell as text, columns c0, c1 …; `first_row` is the number of its first row."""

    name: str
    cells: pa.Table
    first_row: int = 1


def as_text(cell: object) -> str:
    """A typed cell as the text an export would show; a number that lost digits in exponent notation."""
    match cell:
        case bool():
            return str(cell).upper()
        case float() | int():
            if abs(cell) >= EXACT_BELOW:
                return f"{cell:E}"
            return str(int(cell)) if float(cell).is_integer() else repr(cell)
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
        case date() | time() | timedelta():
            return str(cell)
        case _:
            return str(cell)


def raw_sheet(name: str, rows: list[list[str]], merged: Iterable[Merged] = ()) -> RawSheet | None:
    """Rows of different widths as one table, with what merged cells show in all their rows; None for nothing."""
    width = max((len(row) for row in rows), default=0)
    if width > MOST_COLUMNS:
        raise Refused("etl.too_many_columns", columns=width)
    if not any(any(row) for row in rows):
        return None
    columns = [[row[place] if place < len(row) else None for row in rows] for place in range(width)]
    cells = pa.table([pa.array(column, pa.string()) for column in columns], column_names(width))
    return RawSheet(name, filled_down(cells, merged, 1))


def column_names(width: int) -> list[str]:
    """c0, c1 …"""
    return [f"c{place}" for place in range(width)]
