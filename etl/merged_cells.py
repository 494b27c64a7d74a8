"""Cells merged over several rows: a file holds what they show in the first row only, and every row means it.

Lists that show the goods of an order one below the other merge what is told once an order. Without its number, its
buyer and its state, all but the first line of each order would be lost.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# column from 0, first and last row as a spreadsheet counts them
Merged = tuple[int, int, int]
# Told once of several rows, it stays with the first: a sum over lines would count it once a line. An order number has
# more digits, and so has a telephone.
AMOUNT = r"^\s*[-¥￥]*\s*(?:\d{1,9}|\d{1,3}(?:,\d{3})+)(?:\.\d+)?\s*元?\s*$"


def filled_down(cells: pa.Table, merged: Iterable[Merged], first_row: int) -> pa.Table:
    """The same cells, those that a merged one covers showing what it shows; `first_row`: the first one's number."""
    by_column: dict[int, list[tuple[int, int]]] = {}
    for column, first, last in merged:
        if column < cells.num_columns and first_row <= first < last:
            by_column.setdefault(column, []).append((first - first_row, last - first_row))
    for column, spans in by_column.items():
        shown = covered_by(cells.column(column), spans)
        cells = cells.set_column(column, cells.column_names[column], shown)
    return cells


def covered_by(texts: pa.ChunkedArray, spans: Iterable[tuple[int, int]]) -> pa.ChunkedArray:
    """One column, blank cells of each span (first and last place) holding what its first cell holds."""
    above = np.arange(len(texts))
    for first, last in spans:
        above[first + 1 : last + 1] = first
    shown = texts.take(pa.array(above))
    is_blank = pc.equal(pc.fill_null(texts, ""), "")
    is_amount = pc.fill_null(pc.match_substring_regex(shown, AMOUNT), False)
    return pc.if_else(pc.and_(is_blank, pc.invert(is_amount)), shown, texts)
