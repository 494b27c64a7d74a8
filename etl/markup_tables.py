"""Tables of text cells out of web pages and XML workbooks that are called .xls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from etl.containers import MOST_COLUMNS, encoding_of, text_of
from etl.problem import Refused
from etl.raw_sheets import RawSheet, as_text, raw_sheet

SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"


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
