"""What the quick xlsx reader does not tell: the first row's number, which cells are merged, and which long ids are
really numbers.

A spreadsheet keeps 15 digits of a number. An order id stored as a number has lost its last digits, yet the
reader gives it back as a full-length string. The sheet's XML tells: a number stands in <v> without a text type.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from etl.merged_cells import Merged

EXACT_BELOW = 2**53
CHUNK_BYTES = 8 * 1024**2
LONGEST_ROW_BYTES = 4 * 1024**2
FILLED_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*>(?:(?!</row>).)*?<(?:v|is)\b', re.DOTALL)
LONG_DIGITS = re.compile(r"\d{16,30}|\d{1,3}(?:\.\d{1,20})?[eE]\+?\d{2}")
LONG_NUMBER = re.compile(rb"<v>\s*(" + LONG_DIGITS.pattern.encode() + rb")\s*</v>")
TEXT_TYPE = re.compile(rb'\bt="(?:s|str|inlineStr)"')
ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["']""")
SHEET_TARGET = re.compile(rb'<sheet\b[^>]*?r:id="([^"]+)"')
RELATION = re.compile(rb"<Relationship\b[^>]*>")


@dataclass(frozen=True)
class Survey:
    """`first_row`: the first that holds anything, counted from 1. `numbers`: (row, column from 0, digits in the XML)
    of cells that are stored as numbers and too long to be exact. `merged`: cells over several rows."""

    first_row: int
    numbers: Sequence[tuple[int, int, str]]
    merged: Sequence[Merged] = ()


def survey(path: Path, place: int) -> Survey:
    """One pass over a sheet's XML; nothing found for other containers."""
    first_row: int | None = None
    numbers: list[tuple[int, int, str]] = []
    merged: list[Merged] = []
    tail, rows_before = b"", 0
    for piece in sheet_xml(path, place, CHUNK_BYTES):
        text = tail + piece
        if first_row is None:
            found = FILLED_ROW.search(text)
            first_row = int(found[1]) if found else 1
        cut = text.rfind(b"</row>") + len(b"</row>")
        if cut < len(b"</row>"):
            cut = max(0, text.rfind(b"<", 0, max(0, len(text) - LONGEST_ROW_BYTES)))
        numbers.extend(long_numbers(text, 0, cut, rows_before))
        merged.extend(merged_in(text[:cut]))
        rows_before += text.count(b"<row", 0, cut)
        tail = text[cut:]
    return Survey(first_row or 1, numbers, [*merged, *merged_in(tail)])


def merged_in(xml: bytes | bytearray) -> Iterator[Merged]:
    """The cells over several rows that are named here: behind the rows of a sheet."""
    for letters, first, last in MERGED.findall(xml) if b"mergeCell" in xml else ():
        if first != last:
            yield column_number(letters.decode()), int(first), int(last)


def long_numbers(text: bytes, start: int, end: int, rows_before: int) -> Iterator[tuple[int, int, str]]:
    """(row, column from 0, digits) of too long cells stored as numbers; `rows_before`: rows above the text."""
    for hit in LONG_NUMBER.finditer(text, start, end):
        opening = text[text.rfind(b"<c", 0, hit.start()) : hit.start()].split(b">", 1)[0]
        if not TEXT_TYPE.search(opening):
            row, column = position(text, hit.start(), opening, rows_before)
            yield row, column, hit[1].decode()


def position(text: bytes, at: int, opening: bytes, rows_before: int) -> tuple[int, int]:
    """(row from 1, column from 0) of a cell by its address, or by counting where the writer left addresses out."""
    if address := ADDRESS.search(opening):
        return int(address[2]), column_number(address[1].decode())
    row_start = text.rfind(b"<row", 0, at)
    cells = sum(text.count(tag, row_start, at) for tag in (b"<c ", b"<c>", b"<c/>"))
    return rows_before + text.count(b"<row", 0, at), cells - 1


def mark_lost_digits(cells: pa.Table, found: Survey) -> pa.Table:
    """The same cells; long numbers whose digits are gone in exponent notation (4.029E+18), which refuses the row.

    A program that wrote all digits into the XML has lost nothing: there the digits are taken from it.
    """
    by_column: dict[int, list[tuple[int, str]]] = {}
    for row, column, digits in found.numbers:
        by_column.setdefault(column, []).append((row - found.first_row, digits))
    for column, rows in by_column.items():
        if column >= cells.num_columns:
            continue
        texts = cells.column(column).to_pylist()
        for row, digits in rows:
            if 0 <= row < len(texts):
                is_whole = digits.isdigit() and not may_have_been_a_number(digits)
                texts[row] = digits if is_whole else f"{float(digits):E}"
        cells = cells.set_column(column, cells.column_names[column], pa.array(texts, pa.string()))
    return cells


def may_have_been_a_number(digits: str) -> bool:
    """Whether these more than 15 digits could be what is left of a number.

    Below 2^53 a float holds every whole number, so only a spreadsheet's own cut to 15 digits loses any.
    """
    value = int(digits)
    return int(float(digits)) == value if value >= EXACT_BELOW else digits.endswith("0")


def sheet_xml(path: Path, place: int, size: int) -> Iterator[bytes]:
    """The XML of the sheet at this place in the workbook, in pieces; nothing for other containers."""
    try:
        with zipfile.ZipFile(path) as archive:
            name = sheet_names(archive)[place]
            with archive.open(name) as xml:
                while piece := xml.read(size):
                    yield piece
    except (zipfile.BadZipFile, KeyError, IndexError, NotImplementedError, OSError, EOFError, zlib.error):
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


def column_number(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
