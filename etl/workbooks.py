"""Tables of text cells out of workbooks, web pages, XML and JSON; runs in a process of its own."""

from __future__ import annotations

import contextlib
import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import fastexcel
import msoffcrypto
import pyarrow as pa
import pyarrow.compute as pc
import python_calamine
from lxml import etree, html
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

from etl import xlsx_cells, xlsx_pieces
from etl.containers import MOST_COLUMNS, OLE_MAGIC, encoding_of, text_of
from etl.problem import Refused

MOST_SHEETS = 60
MOST_CELL_BYTES = 1024**2  # a spreadsheet itself takes 32,767 characters
MOST_JSON_BYTES = 200 * 1024**2
# from here on a number of a spreadsheet has lost digits
EXACT_BELOW = 10**15
SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"


@dataclass(frozen=True)
class RawSheet:
    """One sheet: every cell as text, columns c0, c1 …; `first_row` is the number of its first row."""

    name: str
    cells: pa.Table
    first_row: int = 1


def sheets_of(path: Path, container: str, password: str | None, scratch: Path) -> Iterator[RawSheet]:
    """The sheets that hold anything. Raises Refused."""
    match container:
        case "html":
            found = html_sheets(path)
        case "xml":
            found = xml_sheets(path)
        case "json":
            found = json_sheets(path)
        case _:
            found = workbook_sheets(opened(path, password, scratch))
    for sheet in found:
        if any(longest_cell(column) > MOST_CELL_BYTES for column in sheet.cells.columns):
            raise Refused("etl.too_large")
        yield sheet


def longest_cell(column: pa.ChunkedArray) -> int:
    """Bytes of its longest text."""
    return int(pc.max(pc.binary_length(column)).as_py() or 0)


def opened(path: Path, password: str | None, scratch: Path) -> Path:
    """The workbook without its password: the file itself, or a copy in `scratch`."""
    with path.open("rb") as file:
        if file.read(8) != OLE_MAGIC:
            return path
        file.seek(0)
        try:
            office = msoffcrypto.OfficeFile(file)
            if not office.is_encrypted():
                return path
            if not password:
                raise Refused("etl.password_needed")
            office.load_key(password=password)
            copy = scratch / "opened"
            with copy.open("wb") as target:
                office.decrypt(target)
        except (InvalidKeyError, DecryptionError) as error:
            raise Refused("etl.password_wrong") from error
        except FileFormatError:
            return path
        return copy


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
    return RawSheet(name, xlsx_cells.mark_lost_digits(cells, survey), survey.first_row)


def whole_sheet(path: Path, place: int) -> tuple[pa.Table, xlsx_cells.Survey]:
    """The cells of a sheet that cannot be read in pieces, and its survey."""
    with ThreadPoolExecutor(1) as second:
        # the quick reader lets go of the interpreter, so both passes over the XML run side by side
        pending = second.submit(xlsx_cells.survey, path, place)
        with unreadable():
            batch = fastexcel.read_excel(path).load_sheet_eager(place, header_row=None, dtypes="string")
        survey = pending.result()
    return pa.Table.from_batches([batch]).rename_columns(column_names(batch.num_columns)), survey


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
        rows = (
            python_calamine.CalamineWorkbook.from_path(str(path))
            .get_sheet_by_name(name)
            .to_python(skip_empty_area=False)
        )
    return raw_sheet(name, [[as_text(cell) for cell in row] for row in rows])


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


def raw_sheet(name: str, rows: list[list[str]]) -> RawSheet | None:
    """Rows of different widths as one table; None for nothing."""
    width = max((len(row) for row in rows), default=0)
    if width > MOST_COLUMNS:
        raise Refused("etl.too_many_columns", columns=width)
    if not any(any(row) for row in rows):
        return None
    columns = [[row[place] if place < len(row) else None for row in rows] for place in range(width)]
    return RawSheet(name, pa.table([pa.array(column, pa.string()) for column in columns], column_names(width)))


def column_names(width: int) -> list[str]:
    """c0, c1 …"""
    return [f"c{place}" for place in range(width)]


def html_sheets(path: Path) -> Iterator[RawSheet]:
    """Each table of a web page that was saved as .xls."""
    with text_of(path, encoding_of(path)) as file:
        text = file.read()
    try:
        page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Refused("etl.not_a_table") from error
    for number, table in enumerate(page.iter("table"), 1):
        if any(True for _ in table.iterdescendants("table")):
            continue
        rows = [html_row(row) for row in table.iter("tr")]
        if sheet := raw_sheet(f"table {number}", rows):
            yield sheet


def html_row(row: html.HtmlElement) -> list[str]:
    """The cells of a row; a cell over several columns leaves the others empty."""
    cells: list[str] = []
    for cell in row.iterchildren("td", "th"):
        span = cell.get("colspan", "1")
        cells.append(" ".join(cell.text_content().split()))
        cells.extend([""] * (min(int(span), MOST_COLUMNS) - 1 if span.isdigit() else 0))
    return cells


def xml_sheets(path: Path) -> Iterator[RawSheet]:
    """Worksheets of an XML workbook of 2003, which names are often .xls."""
    name, rows = "", list[list[str]]()
    found: list[tuple[str, list[list[str]]]] = []
    try:
        for event, node in etree.iterparse(
            str(path), events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False
        ):
            if event == "start" and node.tag == f"{SPREADSHEET}Worksheet":
                name, rows = node.get(f"{SPREADSHEET}Name", ""), []
            elif event == "end" and node.tag == f"{SPREADSHEET}Row":
                index = node.get(f"{SPREADSHEET}Index", "")
                if index.isdigit() and len(rows) < int(index) - 1 <= 2_000_000:
                    rows.extend([[]] * (int(index) - 1 - len(rows)))
                rows.append(xml_row(node))
                node.clear()
            elif event == "end" and node.tag == f"{SPREADSHEET}Worksheet":
                found.append((name, rows))
    except etree.XMLSyntaxError as error:
        raise Refused("etl.unreadable_workbook") from error
    for name, rows in found:
        if sheet := raw_sheet(name, rows):
            yield sheet


def xml_row(row: etree._Element) -> list[str]:
    """The cells of a row, at the places they name."""
    cells: list[str] = []
    for cell in row.iterchildren(f"{SPREADSHEET}Cell"):
        index = cell.get(f"{SPREADSHEET}Index", "")
        if index.isdigit():
            if int(index) > MOST_COLUMNS:
                raise Refused("etl.too_many_columns", columns=int(index))
            cells.extend([""] * (int(index) - 1 - len(cells)))
        data = cell.find(f"{SPREADSHEET}Data")
        text = "".join(data.itertext()) if data is not None else ""
        is_number = data is not None and data.get(f"{SPREADSHEET}Type") == "Number"
        cells.append(as_text(float(text)) if is_number and len(text) > 15 and "." not in text[:15] else text)
    return cells


def json_sheets(path: Path) -> Iterator[RawSheet]:
    """Each list of records, one column a dotted key: the platform's interface and the review page's own data."""
    if path.stat().st_size > MOST_JSON_BYTES:
        raise Refused("etl.too_large")
    with text_of(path, encoding_of(path)) as file:
        document = parsed_json(file.read())
    for name, records in record_lists(document, ""):
        rows = [flat(record) for record in records]
        keys = list(dict.fromkeys(key for row in rows for key in row))
        if sheet := raw_sheet(name, [keys, *[[row.get(key, "") for key in keys] for row in rows]]):
            yield sheet


def parsed_json(text: str) -> object:
    """A document, or a list of documents, one a line. Raises Refused."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1:
            with contextlib.suppress(ValueError, RecursionError):
                return [json.loads(line) for line in lines]
        raise Refused("etl.broken_json") from error


def record_lists(value: object, name: str) -> Iterator[tuple[str, list[dict]]]:
    """Every list of objects that is not inside another one."""
    if isinstance(value, list):
        records = [each for each in value if isinstance(each, dict)]
        if records:
            yield name, records
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from record_lists(inner, f"{name}.{key}".strip("."))
        if not any(isinstance(inner, (dict, list)) for inner in value.values()):
            yield name, [value]


def flat(record: dict, prefix: str = "") -> dict[str, str]:
    """Nested keys joined by dots; lists as JSON."""
    cells: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            cells |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            cells[f"{prefix}{key}"] = json.dumps(value, ensure_ascii=False) if value else ""
        else:
            cells[f"{prefix}{key}"] = "" if value is None else str(value)
    return cells
