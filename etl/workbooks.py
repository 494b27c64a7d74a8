"""Tables of text cells out of files that are not plain text; runs in a process of its own.

What only few files need is imported when one comes: a reader starts anew for each file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc
import python_calamine

from etl import xlsx_cells, xlsx_pieces
from etl.containers import MOST_COLUMNS, OLE_MAGIC
from etl.merged_cells import filled_down
from etl.problem import Refused
from etl.raw_sheets import RawSheet, as_text, column_names, raw_sheet

MOST_SHEETS = 60
MOST_CELL_BYTES = 1024**2  # a spreadsheet itself takes 32,767 characters


def sheets_of(path: Path, container: str, password: str | None, scratch: Path) -> Iterator[RawSheet]:
    """The sheets that hold anything. Raises Refused."""
    found = raw_sheets_of(path, container, password, scratch)
    for sheet in found:
        if any(longest_cell(column) > MOST_CELL_BYTES for column in sheet.cells.columns):
            raise Refused("etl.too_large")
        yield sheet


def raw_sheets_of(path: Path, container: str, password: str | None, scratch: Path) -> Iterator[RawSheet]:
    """The same, whatever they hold."""
    match container:
        case "html":
            from etl.markup_tables import html_sheets

            return html_sheets(path)
        case "xml":
            from etl.markup_tables import xml_sheets

            return xml_sheets(path)
        case "json":
            from etl.json_tables import json_sheets

            return json_sheets(path)
        case _:
            return workbook_sheets(readable(path, password, scratch))


def readable(path: Path, password: str | None, scratch: Path) -> Path:
    """The workbook itself, or a copy in `scratch` without its password. Raises Refused."""
    with path.open("rb") as file:
        if file.read(8) != OLE_MAGIC:
            return path
    from etl.encrypted import opened

    return opened(path, password, scratch)


def longest_cell(column: pa.ChunkedArray) -> int:
    """Bytes of its longest text."""
    return int(pc.max(pc.binary_length(column)).as_py() or 0)


def workbook_sheets(path: Path) -> Iterator[RawSheet]:
    """Sheets of an xlsx by the quick reader; of xls, xlsb and ods by the one that tells numbers from text."""
    is_xlsx = has_xml_sheets(path)
    with unreadable():
        names = fastexcel.read_excel(path).sheet_names
    if len(names) > MOST_SHEETS:
        raise Refused("etl.too_many_sheets", sheets=len(names))
    for place, name in enumerate(names):
        sheet = xlsx_sheet(path, place, name) if is_xlsx else typed_sheet(path, name)
        if sheet:
            yield sheet


@contextmanager
def unreadable() -> Iterator[None]:
    """What readers of workbooks raise, as one sentence."""
    try:
        yield
    except (
        fastexcel.FastExcelError,
        python_calamine.CalamineError,
        zipfile.BadZipFile,
        OSError,
        ValueError,
    ) as error:
        raise Refused("etl.unreadable_workbook") from error


def xlsx_sheet(path: Path, place: int, name: str) -> RawSheet | None:
    """One sheet with its true row numbers, and with numbers too long for a float shown as such."""
    if found := xlsx_pieces.read_in_pieces(path, place):
        cells, survey = found
    else:
        cells, survey = whole_sheet(path, place)
    if not cells.num_rows:
        return None
    if cells.num_columns > MOST_COLUMNS:
        raise Refused("etl.too_many_columns", columns=cells.num_columns)
    # not before: a number that has lost its digits is told by its own cell
    cells = xlsx_cells.mark_lost_digits(cells, survey)
    return RawSheet(name, filled_down(cells, survey.merged, survey.first_row), survey.first_row)


def whole_sheet(path: Path, place: int) -> tuple[pa.Table, xlsx_cells.Survey]:
    """The cells of a sheet that cannot be read in pieces, and its survey."""
    with ThreadPoolExecutor(1) as second:
        # the quick reader lets go of the interpreter, so both passes over the XML run side by side
        pending = second.submit(xlsx_cells.survey, path, place)
        with unreadable():
            batch = fastexcel.read_excel(path).load_sheet_eager(place, header_row=None, dtypes="string")
        survey = pending.result()
    blank = first_column(path, place) if survey.numbers or survey.merged else 0
    columns = [*[pa.nulls(batch.num_rows, pa.string())] * blank, *batch.columns]
    return pa.table(columns, column_names(len(columns))), survey


def first_column(path: Path, place: int) -> int:
    """How many blank columns the quick reader leaves out at the left; to ask takes another pass over the sheet."""
    with unreadable():
        start = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(place).start
    return start[1] if start else 0


def has_xml_sheets(path: Path) -> bool:
    """Whether this is an xlsx; only its XML tells which long numbers were text."""
    with path.open("rb") as file:
        if file.read(8) == OLE_MAGIC:
            return False
    with unreadable(), zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def typed_sheet(path: Path, name: str) -> RawSheet | None:
    """One sheet of a BIFF workbook (xls: at most 65,536 rows; xlsb) or of OpenDocument."""
    with unreadable():
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
    merged = [(column, first + 1, last + 1) for (first, column), (last, _) in sheet.merged_cell_ranges or ()]
    return raw_sheet(name, [[as_text(cell) for cell in row] for row in rows], merged)
