"""A long sheet cut into pieces of whole rows, which are read side by side.

Where a cut could go wrong, or a piece holds what xlsx_rows does not know, the caller reads the sheet as a whole.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc

from etl.raw_sheets import column_names
from etl.xlsx_cells import Survey, merged_in, sheet_names
from etl.xlsx_rows import Found, Rows, cells_of
from etl.xlsx_styles import styles_of
from etl.xlsx_tags import PADDING, NotPlain
from etl.xlsx_texts import shared_texts

READERS = 2
# what NumPy makes of a piece should fit into a processor's own memory
PIECE_BYTES = 2 * 1024**2
LAST_ROW = 1_048_576
SHARED, STYLES, WORKBOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
SHEET_DATA = re.compile(rb"<sheetData\b[^>/]*>")
MARK = b"\xef\xbb\xbf"
END = b"</sheetData>"
ROW_END = b"</row>"
ROW_NUMBER = re.compile(rb"""<row\b[^>]*?\sr=["'](\d+)["']""")


class CannotCut(Exception):
    """This sheet has to be read as a whole."""


CANNOT_READ = (
    CannotCut, NotPlain, zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, OSError, EOFError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


def read_in_pieces(path: Path, place: int) -> tuple[pa.Table, Survey] | None:
    """The cells of a sheet as text with column A first, and its survey; None where it must be read as a whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheet, names = sheet_names(archive)[place], set(archive.namelist())
            shared = shared_texts(archive.read(SHARED) if SHARED in names else b"")
            styles = styles_of(archive.read(STYLES) if STYLES in names else b"", archive.read(WORKBOOK))
            with archive.open(sheet) as xml, ThreadPoolExecutor(READERS) as readers:
                pending: deque[Future[Found]] = deque()
                found: list[Found] = []
                behind = bytearray()
                for rows in pieces(xml, behind):
                    pending.append(readers.submit(cells_of, rows, shared, styles))
                    if len(pending) > READERS + 1:  # no more pieces in memory than can be read soon
                        found.append(pending.popleft().result())
                found.extend(reading.result() for reading in pending)
                merged = list(merged_in(behind))
    except CANNOT_READ:
        return None
    whole = joined([piece.cells for piece in found])
    blank = rows_above(whole)
    numbers = [number for piece in found for number in piece.long_numbers]
    return whole.slice(blank), Survey(blank + 1, numbers, merged)


def pieces(xml: IO[bytes], behind: bytearray) -> Iterator[Rows]:
    """The rows of a sheet in pieces; what stands behind them is added to `behind`. Raises CannotCut."""
    start = b""
    while not (found := SHEET_DATA.search(start)):
        piece = xml.read(PIECE_BYTES)
        if not piece or len(start) > PIECE_BYTES:
            raise CannotCut
        start += piece
    # in a comment or an instruction a tag means nothing; behind the head each is found where tags are read
    if b"<!" in start[: found.end()] or start.rfind(b"<?", 0, found.end()) > len(MARK):
        raise CannotCut
    rest, before = start[found.end() :], 0
    while True:
        read, have = [rest], len(rest)
        while have < PIECE_BYTES and (piece := xml.read(PIECE_BYTES)):
            read.append(piece)
            have += len(piece)
        text = b"".join(read)
        end = text.rfind(END)
        at = text.rfind(ROW_END) + len(ROW_END) if end < 0 else end
        if end < 0 and (have < PIECE_BYTES or at < len(ROW_END)):
            raise CannotCut
        last = last_row(text, at, before)
        yield Rows(b"".join((memoryview(text)[:at], PADDING)), before, last)
        if end >= 0:
            behind += text[end:] + xml.read()
            return
        rest, before = text[at:], last


def last_row(rows: bytes, end: int, before: int) -> int:
    """The number of the last row before `end`, as it says, or by counting where none says any. Raises CannotCut."""
    tag = rows.rfind(b"<row", 0, end)
    if tag < 0:
        return before
    if found := ROW_NUMBER.match(rows, tag, end):
        last = int(found[1])
    elif ROW_NUMBER.search(rows, 0, end):
        raise CannotCut
    else:
        last = before + rows.count(b"<row", 0, end)
    if not before <= last < LAST_ROW:
        raise CannotCut
    return last


def joined(tables: list[pa.Table]) -> pa.Table:
    """One table as wide as the widest, without blank rows at the end."""
    # before they are put together: a sheet may end in a million of them
    while len(tables) > 1 and not last_filled(tables[-1]):
        tables = tables[:-1]
    tables = [*tables[:-1], tables[-1].slice(0, last_filled(tables[-1]))]
    width = max(table.num_columns for table in tables)
    return pa.concat_tables(
        pa.table(
            [*table.columns, *[pa.nulls(table.num_rows, pa.string())] * (width - table.num_columns)],
            column_names(width),
        )
        for table in tables
    )


def rows_above(cells: pa.Table) -> int:
    """How many blank rows stand above the first that holds anything."""
    return min((places[0].as_py() for places in filled_places(cells)), default=0)


def last_filled(cells: pa.Table) -> int:
    """How many rows are left without the blank ones at the end."""
    return max((places[-1].as_py() + 1 for places in filled_places(cells)), default=0)


def filled_places(cells: pa.Table) -> Iterator[pa.Array]:
    """For each column that holds anything, the rows that do."""
    for column in cells.columns:
        if column.null_count < cells.num_rows:
            yield pc.indices_nonzero(column.is_valid())
