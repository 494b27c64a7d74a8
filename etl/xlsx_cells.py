"""What the quick xlsx reader does not tell: the first row's number, and which long ids are really numbers.

A spreadsheet keeps 15 digits of a number. An order id stored as a number has lost its last digits, yet the
reader gives it back as a full-length string. Such a string equals its own float exactly; a genuine text id does
so about once in 500 times, so the few that do are looked up in the sheet's XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

SAFE_DIGITS = 15
EXACT_BELOW = 2**53
HEAD_BYTES = 1024**2
CHUNK_BYTES = 8 * 1024**2
LONGEST_CELL_BYTES = 64 * 1024
FILLED_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*>(?:(?!</row>).)*?<(?:v|is)\b', re.DOTALL)
TEXT_TYPE = re.compile(rb'\bt="(?:s|str|inlineStr)"')
SHEET_TARGET = re.compile(rb'<sheet\b[^>]*?r:id="([^"]+)"')
RELATION = re.compile(rb"<Relationship\b[^>]*>")


def first_row(path: Path, place: int) -> int:
    """Number of the first row that holds anything; 1 where the file does not say (xls, rows without numbers)."""
    start = next(sheet_xml(path, place, HEAD_BYTES), b"")
    found = FILLED_ROW.search(start)
    return int(found[1]) if found else 1


def mark_lost_digits(path: Path, place: int, cells: pa.Table, first: int) -> pa.Table:
    """The same cells, with long numbers in exponent notation (4.029E+18), which later refuses the row."""
    suspects = {column: rows for column in cells.column_names if (rows := own_floats(cells[column]))}
    if not suspects:
        return cells
    letters_of = {column: column_letters(int(column[1:])) for column in suspects}
    numbers = numeric_cells(
        path, place, letters_of.values(), {first + row for rows in suspects.values() for row in rows}
    )
    for column, rows in suspects.items():
        lost = [row for row in rows if (letters_of[column], first + row) in numbers]
        if lost:
            texts = cells[column].to_pylist()
            for row in lost:
                texts[row] = f"{float(texts[row]):E}"
            cells = cells.set_column(cells.column_names.index(column), column, pa.array(texts, pa.string()))
    return cells


def own_floats(texts: pa.ChunkedArray) -> list[int]:
    """Positions of digit strings of more than 15 digits that equal their own float."""
    is_long = pc.fill_null(pc.greater(pc.utf8_length(texts), SAFE_DIGITS), False)
    if not pc.any(is_long).as_py():
        return []
    is_digits = pc.fill_null(pc.and_(is_long, pc.utf8_is_digit(texts)), False)
    places = pc.indices_nonzero(is_digits).to_pylist()
    values = pc.filter(texts, is_digits).to_pylist()
    return [
        place
        for place, value in zip(places, values, strict=True)
        if len(value) <= 24 and may_have_been_a_number(value)
    ]


def may_have_been_a_number(digits: str) -> bool:
    """Whether these more than 15 digits could be what is left of a number.

    Below 2^53 a float holds every whole number, so only a spreadsheet's own cut to 15 digits loses any.
    """
    value = int(digits)
    return int(float(digits)) == value if value >= EXACT_BELOW else digits.endswith("0")


def numeric_cells(path: Path, place: int, columns: Iterable[str], rows: set[int]) -> set[tuple[str, int]]:
    """(column letters, row) of the cells in these columns and rows that are stored as numbers."""
    letters = "|".join(sorted(columns)).encode()
    cell = re.compile(rb'<c\b([^>]*?)\br="(' + letters + rb')(\d+)"([^>]*)>')
    found: set[tuple[str, int]] = set()
    tail = b""
    for chunk in sheet_xml(path, place, CHUNK_BYTES):
        text = tail + chunk
        cut = text.rfind(b"</row>")
        cut = cut if cut >= 0 else max(0, len(text) - LONGEST_CELL_BYTES)
        found.update(
            (column.decode(), int(row))
            for before, column, row, after in cell.findall(text[:cut])
            if int(row) in rows and not TEXT_TYPE.search(b" " + before + b" " + after)
        )
        tail = text[cut:]
    return found


def sheet_xml(path: Path, place: int, size: int) -> Iterator[bytes]:
    """The XML of the sheet at this place in the workbook, in pieces; nothing for other containers."""
    try:
        with zipfile.ZipFile(path) as archive:
            name = sheet_names(archive)[place]
            with archive.open(name) as xml:
                while piece := xml.read(size):
                    yield piece
    except (zipfile.BadZipFile, KeyError, IndexError, NotImplementedError, OSError):
        return


def sheet_names(archive: zipfile.ZipFile) -> Sequence[str]:
    """Paths of the sheets' XML in the workbook's order."""
    relations = {}
    for relation in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        identity, target = (
            re.search(rb'\bId="([^"]+)"', relation),
            re.search(rb'\bTarget="([^"]+)"', relation),
        )
        if identity and target:
            relations[identity[1]] = target[1].decode().removeprefix("/xl/").removeprefix("/")
    return [f"xl/{relations[key]}" for key in SHEET_TARGET.findall(archive.read("xl/workbook.xml"))]


def column_letters(column: int) -> str:
    """Spreadsheet letters of a column counted from 0: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
