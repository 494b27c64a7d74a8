"""The cells of a piece of a sheet's XML: a fifth of the work that a reader of everything has.

Knows what exports hold: numbers, dates, texts in place and shared texts. Whatever else stands there (formulas, rich
text in place, true and false, errors) makes it give up, and a reader that knows all of it reads the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.raw_sheets import column_names
from etl.xlsx_cells import LONG_DIGITS
from etl.xlsx_styles import Styles
from etl.xlsx_tags import (
    LESS_THAN,
    Bytes,
    NotPlain,
    Places,
    Tags,
    begin,
    begins,
    eight_bytes,
    tags_of,
    whole_number,
)
from etl.xlsx_texts import GREATER_THAN, SPACE, TEXT, Texts, texts_behind

SHEET_COLUMNS = 16_384  # of the widest sheet there can be
MOST_CELLS = 20_000_000  # of a piece, blank ones between others included
MOST_LETTERS, MOST_ROW_DIGITS, MOST_STYLE_DIGITS, MOST_SHARED_DIGITS = 3, 7, 5, 9
QUOTE, LETTER_A = b'"A'
CELL, ROW, VALUE, IN_PLACE = b"crvi"
ADDRESS, STYLE = b'<c r="', b' s="'
NUMBER, SHARED, WRITTEN, PLACED = range(4)
TYPES = {b' t="n"': NUMBER, b' t="s"': SHARED, b' t="str"': WRITTEN, b' t="inlineStr"': PLACED}
# before this day spreadsheets count a 29 February that 1900 did not have
DAY_ZERO, FIRST_SURE_DAY, LAST_DAY = datetime(1899, 12, 30), 61, 2_958_465
PLAIN_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:[eE][-+]?\d{1,3})?")


@dataclass(frozen=True)
class Rows:
    """Rows `before` + 1 … `last` of a sheet as XML with PADDING behind."""

    xml: bytes
    before: int
    last: int


@dataclass(frozen=True)
class Found:
    """Rows as text with column A first, and (row, column, digits) of the numbers too long to be exact."""

    cells: pa.Table
    long_numbers: list[tuple[int, int, str]]


@dataclass(frozen=True)
class Cells:
    """Cells in the order of the XML: row from 1, column from 0, type, style."""

    row: Places
    column: Places
    type: Bytes
    style: Places


def cells_of(rows: Rows, shared: pa.StringArray, styles: Styles) -> Found:
    """The cells of these rows; `shared`: the workbook's shared texts. Raises NotPlain."""
    tags = tags_of(rows.xml, b"crvti")
    cells = read_cells(tags, rows.before)
    values = tags.called(VALUE, TEXT)
    owner = np.cumsum(tags.letter == CELL)[values] - 1
    check_types(tags, values, cells.type[owner], owner)
    column, row, types, style = (found[owner] for found in (cells.column, cells.row, cells.type, cells.style))
    width, height = int(column.max(initial=0)) + 1, rows.last - rows.before
    if width > SHEET_COLUMNS or width * height > MOST_CELLS or not is_in_order(cells, rows):
        raise NotPlain
    texts, number = texts_behind(tags, values)
    is_number, is_dated = types == NUMBER, np.isin(style, list(styles.dated))
    if np.any(is_number & np.isin(style, list(styles.unsure))):
        raise NotPlain
    show(texts, number, np.flatnonzero(is_number & is_dated), date_text)
    long = show(texts, number, np.flatnonzero(is_number & ~is_dated), number_text)
    # column by column
    order = np.argsort(column.astype(np.int16), kind="stable")
    place = (column * height + row - rows.before - 1)[order]
    is_shared = types[order] == SHARED
    grid = spread(texts.take(number[order][~is_shared]), place[~is_shared], width * height)
    if is_shared.any():
        tag = tags.place[values[order][is_shared]]
        index, _ = whole_number(tags.text, tag + len("<v>"), MOST_SHARED_DIGITS, LESS_THAN)
        if index.max() >= len(shared):
            raise NotPlain
        common = spread(shared.take(pa.array(index)), place[is_shared], width * height)
        grid = common if is_shared.all() else pc.coalesce(grid, common)
    columns = [grid.slice(place * height, height) for place in range(width)]
    return Found(
        pa.table(columns, column_names(width)), [(int(row[at]), int(column[at]), digits) for at, digits in long]
    )


def read_cells(tags: Tags, before: int) -> Cells:
    """All cells of a piece. Raises NotPlain."""
    at = tags.place[tags.called(CELL)]
    has_address = begins(tags.text, at, ADDRESS)
    if has_address.all():
        column, row, at = read_addresses(tags.text, at + len(ADDRESS))
    elif has_address.any():
        raise NotPlain
    else:
        row, column = counted(tags, at, before)
        at = at + len("<c")
    return Cells(row, column, *read_attributes(tags.text, at))


def read_addresses(text: Bytes, at: Places) -> tuple[Places, Places, Places]:
    """Column from 0, row from 1, and the place behind the closing quote. Raises NotPlain."""
    column, at = np.zeros(len(at), np.int64), at.copy()
    for _ in range(MOST_LETTERS):
        letter = text[at] - LETTER_A
        is_letter = letter < 26
        column = np.where(is_letter, column * 26 + letter + 1, column)
        at += is_letter
    row, at = whole_number(text, at, MOST_ROW_DIGITS, QUOTE)
    return column - 1, row, at + 1


def counted(tags: Tags, at: Places, before: int) -> tuple[Places, Places]:
    """Row from 1 and column from 0 where nothing is numbered. Raises NotPlain."""
    if not begins(tags.text, tags.place[tags.called(ROW)], b"<row>").all():
        raise NotPlain
    row = np.searchsorted(tags.place[tags.called(ROW)], at)
    first = np.searchsorted(row, row)
    return row + before, np.arange(len(at)) - first


def read_attributes(text: Bytes, at: Places) -> tuple[Bytes, Places]:
    """Type and style (0 for none) of the cells whose further attributes stand here. Raises NotPlain."""
    kind, style, at = np.full(len(at), NUMBER, np.uint8), np.zeros(len(at), np.int64), at.copy()
    for _ in range(2):  # in either order
        more = np.flatnonzero(text[at] == SPACE)
        words = eight_bytes(text, at[more])
        for way, name in TYPES.items():
            typed = more[begin(words, way[:8])]
            kind[typed] = name
            at[typed] += len(way)
            if len(way) > 8 and not begins(text, at[typed] - len(way) + 8, way[8:]).all():
                raise NotPlain
        styled = more[begin(words, STYLE)]
        style[styled], end = whole_number(text, at[styled] + len(STYLE), MOST_STYLE_DIGITS, QUOTE)
        at[styled] = end + 1
    others = np.flatnonzero(text[at] != GREATER_THAN)
    if not begins(text, at[others], b"/>").all():
        raise NotPlain
    return kind, style


def is_in_order(cells: Cells, rows: Rows) -> bool:
    """Whether the cells lie within the piece, each behind the one before it."""
    order = cells.row * SHEET_COLUMNS + cells.column
    if not len(order):
        return True
    return bool(np.all(np.diff(order) > 0) and rows.before < cells.row[0] and cells.row[-1] <= rows.last)


def check_types(tags: Tags, values: Places, types: Bytes, owner: Places) -> None:
    """Raises NotPlain where a cell has a value of another type than it says, or several."""
    wanted = np.where(types == PLACED, TEXT, VALUE)
    is_one_each = not len(owner) or (owner[0] >= 0 and np.all(np.diff(owner) > 0))
    # <is> stands right before <t>, and nowhere else
    placed = values[tags.letter[values] == TEXT]
    is_placed = np.all(
        (tags.letter[placed - 1] == IN_PLACE) & (tags.place[placed] - tags.place[placed - 1] == len("<is>"))
    )
    is_placed &= len(placed) == np.count_nonzero(tags.letter == IN_PLACE)
    if not (is_one_each and is_placed and np.array_equal(tags.letter[values], wanted)):
        raise NotPlain


def show(texts: Texts, number: Places, which: Places, as_text: Callable[[str], str]) -> list[tuple[int, str]]:
    """Let these values show their numbers as the other reader does; (which, digits) of those too long to be exact."""
    if not len(which):
        return []
    found = texts.take(number[which]).dictionary_encode()
    code = found.indices.to_numpy()
    shown, long = np.full(len(found.dictionary), -1), {}
    for place, text in enumerate(found.dictionary.to_pylist()):
        if not PLAIN_NUMBER.fullmatch(text):
            raise NotPlain
        if (plain := as_text(text)) != text:
            shown[place] = texts.add(plain)
        if LONG_DIGITS.fullmatch(text):
            long[place] = text
    changed = shown[code] >= 0
    number[which[changed]] = shown[code[changed]]
    return [(int(which[at]), long[code[at]]) for at in np.flatnonzero(np.isin(code, list(long)))] if long else []


def number_text(text: str) -> str:
    """A number in the XML as the other reader shows it: nine decimals at most, none that is a zero at the end."""
    return f"{float(text):.9f}".rstrip("0").rstrip(".")


def date_text(text: str) -> str:
    """The moment so many days after DAY_ZERO, to the millisecond. Raises NotPlain."""
    days = float(text)
    if not FIRST_SURE_DAY <= days < LAST_DAY:
        raise NotPlain
    moment = DAY_ZERO + timedelta(milliseconds=round(days * 86_400_000))
    shown = f"{moment:%Y-%m-%d %H:%M:%S}"
    return f"{shown}.{moment.microsecond // 1000:03d}" if moment.microsecond else shown


def spread(texts: pa.StringArray, places: Places, size: int) -> pa.StringArray:
    """The texts at their places of a grid, which come in order; nothing at all others."""
    bounds, is_there = np.zeros(size + 1, np.int32), np.zeros(size, bool)
    bounds[places + 1] = np.diff(np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1))
    is_there[places] = True
    buffers = (np.packbits(is_there, bitorder="little"), np.cumsum(bounds, dtype=np.int32))
    return pa.Array.from_buffers(pa.string(), size, [*map(pa.py_buffer, buffers), texts.buffers()[2]])
