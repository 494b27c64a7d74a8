"""From a file to sheets of text cells: told apart by content, never by name.

A sheet is a DuckDB relation whose columns c0, c1, … hold every cell as text, plus `row_number` as a spreadsheet
counts. Nothing is interpreted here; meaning comes from recognise.py and the questions in etl/sql.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from etl import pasted, records
from etl.containers import CHUNK_BYTES, LONGEST_LINE_BYTES, MOST_COLUMNS, container_of, encoding_of, text_of
from etl.problem import Refused
from etl.recognise import HEADER_WITHIN_ROWS, recognise
from warehouse import ROOT

ANSWER = "sheets.json"
SNIFFED_RECORDS = 50
DELIMITERS = ",\t;|"
# time for one workbook: real exports of 100 MB take a minute on a slow computer
READING_SECONDS = 60.0
READING_SECONDS_A_MEGABYTE = 6.0
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Sheet:
    """One sheet as text: `cells` has columns c0 … c(width-1) and row_number; `head` its first rows."""

    name: str
    cells: duckdb.DuckDBPyRelation
    head: Sequence[Sequence[str | None]]
    width: int
    first_row: int = 1
    may_overflow: bool = False  # the last column only holds what rows have beyond the header's width


def read_sheets(
    cursor: duckdb.DuckDBPyConnection,
    path: Path,
    scratch: Path,
    password: str | None = None,
    still_wanted: Callable[[], None] = lambda: None,
) -> tuple[str, Iterator[Sheet]]:
    """The file's encoding word (`xlsx`, `xls`, `utf-8` …) and its sheets, read one at a time.

    `scratch` is a folder of the caller's for passing text on. `still_wanted` is called while waiting and may raise
    to give up. Raises Refused for a file that is no table.
    """
    container = container_of(path)
    if container != "text":
        with path.open("rb") as file:
            words = {"workbook": "xlsx" if file.read(2) == b"PK" else "xls", "encrypted": "xlsx"}
        return words.get(container, container), process_sheets(
            cursor, path, container, scratch, password, still_wanted
        )
    encoding = encoding_of(path)
    if rows := pasted.review_rows(path, encoding):
        return encoding, iter([pasted_sheet(cursor, rows)])
    return encoding, iter([text_sheet(cursor, path, encoding, scratch)])


def process_sheets(
    cursor: duckdb.DuckDBPyConnection,
    path: Path,
    container: str,
    scratch: Path,
    password: str | None,
    still_wanted: Callable[[], None],
) -> Iterator[Sheet]:
    """The sheets as a process of its own reads them; see reader_process.py."""
    for sheet in sheets_read(path, container, scratch, password, still_wanted):
        yield mapped_sheet(cursor, scratch / sheet["file"], sheet["name"], sheet["first_row"])


def read_ahead(path: Path, scratch: Path, password: str | None, still_wanted: Callable[[], None]) -> None:
    """Read into `scratch` what takes long and needs no database, so that no transaction waits for it."""
    container = container_of(path)
    if container != "text":
        sheets_read(path, container, scratch, password, still_wanted)


def sheets_read(
    path: Path, container: str, scratch: Path, password: str | None, still_wanted: Callable[[], None]
) -> list[dict]:
    """What the reader found; what lies in `scratch` from an earlier reading of the same file is not read again."""
    answer = answer_in(scratch)
    if "sheets" not in answer:
        (scratch / ANSWER).unlink(missing_ok=True)
        read_in_process(path, container, scratch, password, still_wanted)
        answer = answer_in(scratch)
    if not answer:
        # it died: the file asked for more memory than any export needs
        raise Refused("etl.too_large")
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["values"])
    return answer["sheets"]


def answer_in(scratch: Path) -> dict:
    """What a reader has left in the folder; empty where it did not get to its end."""
    try:
        return json.loads((scratch / ANSWER).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def read_in_process(
    path: Path, container: str, scratch: Path, password: str | None, still_wanted: Callable[[], None]
) -> None:
    """Let a process of its own read the file into `scratch`. Raises Refused when it takes too long."""
    megabytes = path.stat().st_size / 1024**2
    deadline = time.monotonic() + READING_SECONDS + READING_SECONDS_A_MEGABYTE * megabytes
    reader = subprocess.Popen(
        [sys.executable, "-m", "etl.reader_process", str(scratch)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        request = {"path": str(path.resolve()), "container": container, "password": password}
        if reader.stdin:
            reader.stdin.write((json.dumps(request) + "\n").encode())
            reader.stdin.close()
        while reader.poll() is None:
            still_wanted()
            if time.monotonic() > deadline:
                raise Refused("etl.too_slow")
            time.sleep(POLL_SECONDS)
    finally:
        reader.kill()
        reader.wait()


def mapped_sheet(cursor: duckdb.DuckDBPyConnection, file: Path, name: str, first_row: int) -> Sheet:
    """A sheet out of the Arrow file that the reader left."""
    cells = pa.ipc.open_file(pa.memory_map(str(file))).read_all()
    head = [list(row.values()) for row in cells.slice(0, HEADER_WITHIN_ROWS).to_pylist()]
    batches, start = [], first_row
    for batch in cells.to_batches():
        numbers = pa.array(range(start, start + batch.num_rows), pa.int64())
        batches.append(pa.record_batch([*batch.columns, numbers], [*batch.schema.names, "row_number"]))
        start += batch.num_rows
    return Sheet(name, cursor.from_arrow(pa.Table.from_batches(batches)), head, cells.num_columns, first_row)


def pasted_sheet(cursor: duckdb.DuckDBPyConnection, rows: list[list[str]]) -> Sheet:
    """Reviews copied from the page, as a sheet whose first row is the header."""
    columns = {f"c{place}": [row[place] for row in rows] for place in range(len(rows[0]))}
    cells = pa.table(columns | {"row_number": list(range(1, len(rows) + 1))})
    return Sheet("", cursor.from_arrow(cells), rows[:1], len(rows[0]))


def text_sheet(cursor: duckdb.DuckDBPyConnection, path: Path, encoding: str, scratch: Path) -> Sheet:
    """A csv file as one sheet, passed on to DuckDB as UTF-8."""
    utf8 = path if encoding == "utf-8" else transcoded(path, encoding, scratch / "text.csv")
    delimiter, first = sniff(utf8)
    width = width_of(first)
    if not 1 < width <= MOST_COLUMNS:
        raise Refused("etl.not_a_table") if width <= 1 else Refused("etl.too_many_columns", columns=width)
    shape = records.shape_of(utf8, delimiter, width)
    if shape == "broken":
        utf8 = records.mended(utf8, delimiter, width, scratch / "mended.csv")
    names = {f"c{column}": "VARCHAR" for column in range(width + 1)}
    cells = cursor.read_csv(
        str(utf8), header=False, auto_detect=False, columns=names, delimiter=delimiter, quotechar='"', escapechar='"',
        all_varchar=True, null_padding=True, strict_mode=False, parallel=shape == "lines",
        max_line_size=LONGEST_LINE_BYTES,
    )  # fmt: skip
    # DuckDB passes over empty lines, so its own first rows are the ones to look for the header in
    head = [list(row[:width]) for row in cells.limit(HEADER_WITHIN_ROWS).fetchall()]
    first_row = 1 + empty_above(first, width)
    numbered = cells.select(
        *(duckdb.ColumnExpression(name) for name in names),
        duckdb.SQLExpression(f"row_number() over () + {first_row - 1:d}").alias("row_number"),
    )
    return Sheet("", numbered, head, width + 1, first_row, may_overflow=True)


def width_of(rows: list[list[str]]) -> int:
    """Cells of the widest row; one with a line end in a cell may be several that a stray quote has joined."""
    whole = [row for row in rows if not any("\n" in cell for cell in row)]
    return max((len(row) for row in whole or rows), default=0)


def empty_above(rows: list[list[str]], width: int) -> int:
    """Empty lines above the first row of the full width."""
    full = next((place for place, row in enumerate(rows) if len(row) >= width), 0)
    return sum(not row for row in rows[:full])


def transcoded(path: Path, encoding: str, target: Path) -> Path:
    """The same text as UTF-8 without a byte-order mark; what fits no character as U+FFFD."""
    with (
        text_of(path, encoding) as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        while text := source.read(CHUNK_BYTES):
            copy.write(text)
    return target


def sniff(path: Path) -> tuple[str, list[list[str]]]:
    """The delimiter that makes a known header of the first rows, else the widest rows; and those rows."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        start = file.read(LONGEST_LINE_BYTES)
    if len(start) == LONGEST_LINE_BYTES and "\n" not in start and "\r" not in start:
        raise Refused("etl.too_large")
    tries = {delimiter: first_records(start, delimiter) for delimiter in DELIMITERS}

    def fit(delimiter: str) -> tuple[int, int]:
        found = recognise(tries[delimiter])
        return len(found.columns) if found else 0, max((len(row) for row in tries[delimiter]), default=0)

    delimiter = max(tries, key=fit)
    return delimiter, tries[delimiter]


def first_records(text: str, delimiter: str) -> list[list[str]]:
    """The first records of delimited text."""
    csv.field_size_limit(LONGEST_LINE_BYTES)
    records = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True):
            records.append(record)
            if len(records) == SNIFFED_RECORDS:
                break
    except csv.Error as error:
        raise Refused("etl.not_a_table") from error
    return records
