"""Tables of text cells out of web pages and XML workbooks that are called .xls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from etl.containers import MOST_COLUMNS, encoding_of, text_of
from etl.merged_cells import Merged
from etl.problem import Refused
from etl.raw_sheets import RawSheet, as_text, raw_sheet

LAST_ROW = 2_000_000
LONGEST_NUMBER = 7  # digits of a place or of so many rows
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
        grid = Grid()
        for row in table.iter("tr"):
            grid.begin_row()
            for cell in row.iterchildren("td", "th"):
                grid.add(
                    " ".join(cell.text_content().split()),
                    number_in(cell, "colspan", 1),
                    number_in(cell, "rowspan", 1),
                )
        if sheet := raw_sheet(f"table {number}", grid.rows, grid.merged):
            yield sheet


def number_in(node: etree._Element, attribute: str, otherwise: int) -> int:
    """The number that an attribute gives."""
    text = node.get(attribute, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else otherwise


class Grid:
    """Cells at their places in a table whose cells may reach over several columns and rows."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[Merged] = []
        # by column, the last row that a cell above reaches to
        self._covered: dict[int, int] = {}

    def begin_row(self, number: int = 0) -> None:
        """Go on in the next row, or in that of this number where it lies farther down."""
        self.rows.extend([] for _ in range(max(1, number - len(self.rows))))

    def add(self, text: str, across: int = 1, down: int = 1, column: int = 0) -> None:
        """The next cell of the row, behind those that cells above reach into, or not before this column (from 0)."""
        cells, number = self.rows[-1], len(self.rows)
        while len(cells) < column or self._covered.get(len(cells), 0) >= number:
            cells.append("")
        column, across = len(cells), min(max(across, 1), MOST_COLUMNS)
        cells.extend([text, *[""] * (across - 1)])
        if down > 1:
            last = number + down - 1
            self.merged.append((column, number, last))
            self._covered.update(dict.fromkeys(range(column, column + across), last))


def xml_sheets(path: Path) -> Iterator[RawSheet]:
    """Worksheets of an XML workbook of 2003, which names are often .xls."""
    found: list[tuple[str, Grid]] = []
    try:
        for event, node in etree.iterparse(
            str(path), events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False
        ):
            if event == "start" and node.tag == f"{SPREADSHEET}Worksheet":
                found.append((node.get(f"{SPREADSHEET}Name", ""), Grid()))
            elif event == "end" and node.tag == f"{SPREADSHEET}Row" and found:
                number = number_in(node, f"{SPREADSHEET}Index", 0)
                found[-1][1].begin_row(number if number <= LAST_ROW else 0)
                for cell in node.iterchildren(f"{SPREADSHEET}Cell"):
                    add_xml_cell(found[-1][1], cell)
                node.clear()
    except etree.XMLSyntaxError as error:
        raise Refused("etl.unreadable_workbook") from error
    for name, grid in found:
        if sheet := raw_sheet(name, grid.rows, grid.merged):
            yield sheet


def add_xml_cell(grid: Grid, cell: etree._Element) -> None:
    """Add a cell at the place it names. Raises Refused."""
    place = number_in(cell, f"{SPREADSHEET}Index", 0)
    if place > MOST_COLUMNS:
        raise Refused("etl.too_many_columns", columns=place)
    data = cell.find(f"{SPREADSHEET}Data")
    text = "".join(data.itertext()) if data is not None else ""
    is_number = data is not None and data.get(f"{SPREADSHEET}Type") == "Number"
    # these say how many more there are
    across, down = (
        number_in(cell, f"{SPREADSHEET}MergeAcross", 0) + 1,
        number_in(cell, f"{SPREADSHEET}MergeDown", 0) + 1,
    )
    shown = as_text(float(text)) if is_number and len(text) > 15 and "." not in text[:15] else text
    grid.add(shown, across, down, max(0, place - 1))
