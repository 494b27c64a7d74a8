"""Reads the sheet of an xlsx in pieces side by side: its XML is cut at row ends, each piece a workbook of its own.

The quick reader takes a second for 50 MB of XML and uses one core. Where a cut would not be safe, or the pieces do
not fit together exactly, nothing is returned and the caller reads the sheet as a whole.
"""

from __future__ import annotations

import io
import re
import secrets
import threading
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from etl.xlsx_cells import CHUNK_BYTES, Survey, long_numbers, sheet_names

READERS = 2
PIECE_BYTES = 16 * 1024**2
LARGEST_PIECE_BYTES = 256 * 1024**2
# every piece reads all shared texts again, so with many of them there are as few pieces as readers
FEW_SHARED_BYTES = 1024**2
LAST_ROW = 1_048_576
SHARED = "xl/sharedStrings.xml"
# the parts that the reader needs beside the sheet
PARTS = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/[^/]+\.xml", re.IGNORECASE)
SHEET_DATA = re.compile(rb"<sheetData\b[^>/]*>")
END = b"</sheetData>"
ROW_END = b"</row>"
ROW_NUMBER = re.compile(rb"""<row\b[^>]*?\sr=["'](\d+)["']""")


class CannotCut(Exception):
    """This sheet has to be read as a whole."""


CANNOT_READ = (
    CannotCut, fastexcel.FastExcelError, zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, OSError,
    EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Rows `before` + 1 … `last` of a sheet as XML."""

    rows: bytes
    before: int
    last: int


def read_in_pieces(path: Path, place: int) -> tuple[pa.Table, Survey] | None:
    """The cells of a sheet as text with column A first, and its survey; None where it must be read as a whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheet = sheet_names(archive)[place]
            parts = {name: archive.read(name) for name in archive.namelist() if PARTS.fullmatch(name)}
            size = archive.getinfo(sheet).file_size
            with archive.open(sheet) as xml, ThreadPoolExecutor(READERS) as readers:
                return together(parts, sheet, place, xml, piece_size(size, len(parts.get(SHARED, b""))), readers)
    except CANNOT_READ:
        return None


def piece_size(sheet_bytes: int, shared_bytes: int) -> int:
    """How much XML a piece has."""
    if shared_bytes <= FEW_SHARED_BYTES:
        return PIECE_BYTES
    return max(PIECE_BYTES, min(sheet_bytes // READERS + 1, LARGEST_PIECE_BYTES))


def together(
    parts: Mapping[str, bytes], sheet: str, place: int, xml: IO[bytes], size: int, readers: ThreadPoolExecutor
) -> tuple[pa.Table, Survey]:
    """All pieces read and put one below the other. Raises CannotCut."""
    free = threading.Semaphore(READERS + 1)  # no more pieces in memory than can be read soon
    mark = secrets.token_hex(8)
    head, cut = pieces(xml, size)
    pending: list[tuple[Piece, Future[pa.Table]]] = []
    numbers: list[tuple[int, int, str]] = []
    for piece in cut:
        free.acquire()
        book = workbook(parts, sheet, head, piece, mark)
        reading = readers.submit(read_piece, book, place)
        reading.add_done_callback(lambda _: free.release())
        pending.append((Piece(b"", piece.before, piece.last), reading))
        numbers.extend(long_numbers(piece.rows, 0, len(piece.rows), piece.before))
    tables, first_row = [], 1
    for number, (piece, reading) in enumerate(pending):
        cells = reading.result()
        if number == 0:
            first_row, cells = first_piece(cells, piece, mark)
        else:
            cells = next_piece(cells, piece, mark)
        tables.append(cells)
    whole = joined(tables)
    # a first piece of blank rows says nothing of those below it
    blank = rows_above(whole)
    return whole.slice(blank), Survey(first_row + blank, numbers)


def pieces(xml: IO[bytes], size: int) -> tuple[bytes, Iterator[Piece]]:
    """What stands before the first row, and the rows in pieces of about `size` bytes. Raises CannotCut."""
    start = b""
    while not (found := SHEET_DATA.search(start)):
        piece = xml.read(CHUNK_BYTES)
        if not piece or len(start) > size:
            raise CannotCut
        start += piece
    head, rest = start[: found.end()], start[found.end() :]
    if has_markup(head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"<?xml")):
        raise CannotCut
    return head, cut_pieces(rest, xml, size)


def cut_pieces(rest: bytes, xml: IO[bytes], size: int) -> Iterator[Piece]:
    """The rows in pieces. Raises CannotCut."""
    before = 0
    while True:
        read = [rest]
        have = len(rest)
        while have < size and (piece := xml.read(CHUNK_BYTES)):
            read.append(piece)
            have += len(piece)
        text = b"".join(read)
        if has_markup(text):
            raise CannotCut
        end = text.find(END)
        at = text.rfind(ROW_END) + len(ROW_END) if end < 0 else end
        if end < 0 and (have < size or at < len(ROW_END)):
            raise CannotCut
        rows, rest = text[:at], text[at:]
        last = last_row(rows, before)
        yield Piece(rows, before, last)
        if end >= 0:
            if has_markup(rest):
                raise CannotCut
            return
        before = last


def has_markup(text: bytes) -> bool:
    """Whether comments, CDATA or instructions are in it: there </row> may mean nothing. `<` means a tag elsewhere."""
    return (b"!" in text and b"<!" in text) or (b"?" in text and b"<?" in text)


def last_row(rows: bytes, before: int) -> int:
    """The number of the last row, by what it says or by counting where none says any. Raises CannotCut."""
    tag = rows.rfind(b"<row")
    if tag < 0:
        return before
    if found := ROW_NUMBER.match(rows, tag):
        last = int(found[1])
    elif ROW_NUMBER.search(rows):
        raise CannotCut
    else:
        last = before + rows.count(b"<row")
    if not before <= last < LAST_ROW:
        raise CannotCut
    return last


def workbook(parts: Mapping[str, bytes], sheet: str, head: bytes, piece: Piece, mark: str) -> bytes:
    """A workbook of one piece. A marked row beside it keeps its place: below the first piece, above the others."""
    number = piece.before or piece.last + 1
    marked = f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{mark}</t></is></c></row>'.encode()
    rows = (marked, piece.rows) if piece.before else (piece.rows, marked)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr(sheet, b"".join((head, *rows, END, b"</worksheet>")))
    return target.getvalue()


def read_piece(book: bytes, place: int) -> pa.Table:
    """The cells of a piece, its marked row included."""
    batch = fastexcel.read_excel(book).load_sheet_eager(place, header_row=None, dtypes="string")
    schema = pa.schema([pa.field(f"c{column}", pa.string()) for column in range(batch.num_columns)])
    return pa.Table.from_batches([pa.record_batch(batch.columns, schema)])


def first_piece(cells: pa.Table, piece: Piece, mark: str) -> tuple[int, pa.Table]:
    """(number of the first row that holds anything, the rows). Raises CannotCut."""
    rows = cells.num_rows - 1
    if cells.column(0)[rows].as_py() != mark or rows > piece.last:
        raise CannotCut
    return piece.last - rows + 1, cells.slice(0, rows)


def next_piece(cells: pa.Table, piece: Piece, mark: str) -> pa.Table:
    """The rows, blank ones at the end included, which the reader leaves out. Raises CannotCut."""
    rows, missing = cells.num_rows - 1, piece.last - piece.before - cells.num_rows + 1
    if cells.column(0)[0].as_py() != mark or missing < 0:
        raise CannotCut
    blank = pa.table({name: pa.nulls(missing, pa.string()) for name in cells.column_names})
    return pa.concat_tables([cells.slice(1, rows), blank])


def joined(tables: list[pa.Table]) -> pa.Table:
    """One table as wide as the widest, without blank rows at the end."""
    # before they are put together: a sheet may end in a million of them
    while len(tables) > 1 and not last_filled(tables[-1]):
        tables = tables[:-1]
    tables = [*tables[:-1], tables[-1].slice(0, last_filled(tables[-1]))]
    width = max(table.num_columns for table in tables)
    names = [f"c{column}" for column in range(width)]
    return pa.concat_tables(
        pa.table(
            [*table.columns, *[pa.nulls(table.num_rows, pa.string())] * (width - table.num_columns)], names=names
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
