"""From a file to sheets of text cells: told apart by content, never by name.

A sheet is a DuckDB relation whose columns c0, c1, … hold every cell as text, plus `row_number` as a spreadsheet
counts. Nothing is interpreted here; meaning comes from recognise.py and the questions in etl/sql.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import fastexcel
import pyarrow as pa

from etl import xlsx_cells
from etl.problem import Refused
from etl.recognise import HEADER_WITHIN_ROWS

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED_BYTES = 3 * 1024**3
MOST_COLUMNS = 400
LONGEST_LINE_BYTES = 8 * 1024**2
CHUNK_BYTES = 4 * 1024**2
SNIFFED_RECORDS = 50
DELIMITERS = ",\t;"


@dataclass(frozen=True)
class Sheet:
    """One sheet as text: `cells` has columns c0 … c(width-1) and row_number; `head` its first rows."""

    name: str
    cells: duckdb.DuckDBPyRelation
    head: Sequence[Sequence[str | None]]
    width: int
    first_row: int = 1
    may_overflow: bool = False  # the last column only holds what rows have beyond the header's width


def read_sheets(cursor: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> tuple[str, Iterator[Sheet]]:
    """The file's encoding word (`xlsx`, `xls`, `utf-8` …) and its sheets, read one at a time.

    `scratch` is a folder of the caller's for passing text on. Raises Refused for a file that is no table.
    """
    with path.open("rb") as file:
        magic = file.read(8)
    if not magic:
        raise Refused("etl.empty_file")
    if magic.startswith(ZIP_MAGIC):
        refuse_bomb(path)
        return "xlsx", excel_sheets(cursor, path)
    if magic == OLE_MAGIC:
        return "xls", excel_sheets(cursor, path)
    encoding = encoding_of(path)
    return encoding, iter([text_sheet(cursor, path, encoding, scratch)])


def refuse_bomb(path: Path) -> None:
    """Refuse a zip that is broken, or whose contents say they unpack to more than a real export ever does."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise Refused("etl.too_large")
    except zipfile.BadZipFile as error:
        raise Refused("etl.broken_file") from error


def excel_sheets(cursor: duckdb.DuckDBPyConnection, path: Path) -> Iterator[Sheet]:
    """The sheets of a workbook that hold anything."""
    try:
        workbook = fastexcel.read_excel(path)
        names = workbook.sheet_names
    except fastexcel.FastExcelError as error:
        raise Refused("etl.unreadable_workbook") from error
    for place, name in enumerate(names):
        try:
            batch = workbook.load_sheet(place, header_row=None, dtypes="string").to_arrow()
        except fastexcel.FastExcelError as error:
            raise Refused("etl.unreadable_workbook") from error
        if batch.num_columns > MOST_COLUMNS:
            raise Refused("etl.too_many_columns", columns=batch.num_columns)
        if batch.num_rows:
            yield excel_sheet(cursor, path, place, name, pa.Table.from_batches([batch]))


def excel_sheet(cursor: duckdb.DuckDBPyConnection, path: Path, place: int, name: str, cells: pa.Table) -> Sheet:
    """One sheet with its true row numbers, and with numbers too long for a float shown as such."""
    cells = cells.rename_columns([f"c{column}" for column in range(cells.num_columns)])
    # The reader leaves out blank rows at the top, so the first row's number has to be looked up.
    first_row = xlsx_cells.first_row(path, place)
    cells = xlsx_cells.mark_lost_digits(path, place, cells, first_row)
    numbered = cells.append_column("row_number", pa.array(range(first_row, first_row + cells.num_rows), pa.int64()))
    head = [list(row.values()) for row in cells.slice(0, HEADER_WITHIN_ROWS).to_pylist()]
    return Sheet(name, cursor.from_arrow(numbered), head, cells.num_columns, first_row)


def encoding_of(path: Path) -> str:
    """utf-8-sig, utf-16, utf-8 or gb18030, by byte-order mark and by whether the whole file decodes."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
    for encoding in ("utf-8", "gb18030"):
        if decodes(path, encoding):
            return encoding
    raise Refused("etl.unknown_encoding")


def decodes(path: Path, encoding: str) -> bool:
    """Whether every byte of the file fits the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK_BYTES):
                if b"\x00" in chunk:
                    raise Refused("etl.not_a_table")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def text_sheet(cursor: duckdb.DuckDBPyConnection, path: Path, encoding: str, scratch: Path) -> Sheet:
    """A csv file as one sheet, passed on to DuckDB as UTF-8."""
    utf8 = path if encoding == "utf-8" else transcoded(path, encoding, scratch / "text.csv")
    delimiter, head = sniff(utf8)
    width = max((len(row) for row in head), default=0)
    if not 1 < width <= MOST_COLUMNS:
        raise Refused("etl.not_a_table") if width <= 1 else Refused("etl.too_many_columns", columns=width)
    names = {f"c{column}": "VARCHAR" for column in range(width + 1)}
    cells = cursor.read_csv(
        str(utf8), header=False, auto_detect=False, columns=names, delimiter=delimiter, quotechar='"', escapechar='"',
        all_varchar=True, null_padding=True, strict_mode=False, parallel=False, max_line_size=LONGEST_LINE_BYTES,
    )  # fmt: skip
    numbered = cells.select(
        *(duckdb.ColumnExpression(name) for name in names),
        duckdb.SQLExpression("row_number() over ()").alias("row_number"),
    )
    return Sheet("", numbered, head[:HEADER_WITHIN_ROWS], width + 1, may_overflow=True)


def transcoded(path: Path, encoding: str, target: Path) -> Path:
    """The same text as UTF-8 without a byte-order mark."""
    with (
        path.open(encoding=encoding, newline="") as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        while text := source.read(CHUNK_BYTES):
            copy.write(text)
    return target


def sniff(path: Path) -> tuple[str, list[list[str]]]:
    """The delimiter that makes the widest first rows, and those rows."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        start = file.read(LONGEST_LINE_BYTES)
    tries = {delimiter: first_records(start, delimiter) for delimiter in DELIMITERS}
    delimiter = max(tries, key=lambda key: max((len(row) for row in tries[key]), default=0))
    return delimiter, tries[delimiter]


def first_records(text: str, delimiter: str) -> list[list[str]]:
    """The first records of delimited text."""
    csv.field_size_limit(LONGEST_LINE_BYTES)
    records = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            records.append(record)
            if len(records) == SNIFFED_RECORDS:
                break
    except csv.Error as error:
        raise Refused("etl.not_a_table") from error
    return records
