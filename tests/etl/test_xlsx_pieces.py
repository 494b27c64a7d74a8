"""A sheet read in pieces is the sheet read as a whole; where a cut could go wrong, it is read as a whole."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl import workbooks, xlsx_pieces

TYPES = "http://schemas.openxmlformats.org/spreadsheetml/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{TYPES}/main" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="export" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/sharedStrings.xml": f'<sst xmlns="{TYPES}/main"><si><t>共享</t></si><si><t>&lt;/row&gt;</t></si></sst>',
}
SMALL = 200
Cells = Sequence[str | None]
Sheet = Sequence[tuple[int, Cells]]


def write(path: Path, rows: str, tail: str = "</sheetData></worksheet>") -> Path:
    """A workbook whose sheet has these rows as XML."""
    with zipfile.ZipFile(path, "w") as book:
        for name, text in PARTS.items():
            book.writestr(name, text)
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{TYPES}/main"><sheetData>{rows}{tail}',
        )
    return path


def xml_of(sheet: Sheet, are_numbered: bool) -> str:
    """Rows of cells; each row `gap` rows below the one before it."""
    texts, number = [], 0
    for gap, cells in sheet:
        number += gap if are_numbered else 1
        inner = [
            cell_xml(cell, f' r="{chr(65 + place)}{number}"' if are_numbered else "")
            for place, cell in enumerate(cells)
            if cell is not None or not are_numbered
        ]
        address = f' r="{number}"' if are_numbered else ""
        texts.append(f"<row{address}>{''.join(inner)}</row>")
    return "".join(texts)


def cell_xml(cell: str | None, address: str) -> str:
    """A cell as a number, a shared text, text in place, or nothing."""
    if cell is None:
        return f"<c{address}/>"
    if cell.startswith("#"):
        return f'<c{address} t="s"><v>{cell[1:]}</v></c>'
    if cell.replace(".", "").isdigit():
        return f"<c{address}><v>{cell}</v></c>"
    return f'<c{address} t="inlineStr"><is><t>{cell}</t></is></c>'


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pieces of a few rows."""
    monkeypatch.setattr(xlsx_pieces, "PIECE_BYTES", SMALL)
    monkeypatch.setattr(xlsx_pieces, "CHUNK_BYTES", SMALL // 3)
    yield


def texts(cells: pa.Table) -> list[list[str | None]]:
    """Rows without the blank columns at their left, which the reader of whole sheets leaves out."""
    rows = [list(row.values()) for row in cells.to_pylist()]
    blank = 0
    while rows and blank < len(rows[0]) and all(row[blank] is None for row in rows):
        blank += 1
    return [row[blank:] for row in rows]


CELL = st.one_of(
    st.none(),
    st.sampled_from(["#0", "#1", "4029331628705521187", "165.9", "3", "&lt;row&gt;", "木禾", "1/2 &amp; !?"]),
)
SHEETS = st.lists(st.tuples(st.integers(1, 4), st.lists(CELL, min_size=1, max_size=5)), min_size=1, max_size=40)


@pytest.mark.usefixtures("small_pieces")
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SHEETS, st.booleans())
@example([(1, [None]), (1, [None]), (2, ["&lt;row&gt;"] * 3)], True)
def test_pieces_together_are_the_whole(tmp_path: Path, sheet: Sheet, are_numbered: bool) -> None:
    path = write(tmp_path / "pieces.xlsx", xml_of(sheet, are_numbered))
    found = xlsx_pieces.read_in_pieces(path, 0)
    whole, survey = workbooks.whole_sheet(path, 0)
    if found is None:
        # only a row longer than a piece may send a sheet to be read as a whole
        assert any(len(xml_of([row], are_numbered)) - len(xml_of([], are_numbered)) > SMALL for row in sheet)
        return
    cells, own_survey = found
    assert texts(cells) == texts(whole)
    assert list(own_survey.numbers) == list(survey.numbers)
    if any(cell is not None for _, row in sheet for cell in row) and are_numbered:
        assert own_survey.first_row == survey.first_row


ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
PLAIN = [ROW.format(number, f"第{number}行") for number in range(1, 30)]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(
    "rows",
    [
        PLAIN[:10] + ["<!-- </row> -->"] + PLAIN[10:],
        PLAIN[:10] + [ROW.format(11, "<![CDATA[</row>]]>")] + PLAIN[11:],
        PLAIN[:10] + ["<?page </row>?>"] + PLAIN[10:],
        PLAIN[:10] + [ROW.format(11, "x").replace('<row r="11">', "<row>")] + PLAIN[11:],
        PLAIN[20:] + PLAIN[:20],
        PLAIN[:10] + PLAIN[:10],
    ],
    ids=["comment", "cdata", "instruction", "one row without number", "out of order", "twice"],
)
def test_where_a_cut_could_go_wrong_nothing_changes(tmp_path: Path, rows: list[str]) -> None:
    path = write(tmp_path / "odd.xlsx", "".join(rows))
    sheets = list(workbooks.workbook_sheets(path))
    whole, survey = workbooks.whole_sheet(path, 0)
    assert [(texts(sheet.cells), sheet.first_row) for sheet in sheets] == [(texts(whole), survey.first_row)]


@pytest.mark.usefixtures("small_pieces")
def test_a_sheet_without_end_is_not_read_in_pieces(tmp_path: Path) -> None:
    assert xlsx_pieces.read_in_pieces(write(tmp_path / "cut.xlsx", "".join(PLAIN), tail=""), 0) is None


def test_a_blank_first_column_does_not_move_lost_digits(tmp_path: Path) -> None:
    rows = xml_of([(1, [None, "编号", "名"]), (1, [None, "4029331628705521187", "甲"])], True)
    sheet = next(workbooks.workbook_sheets(write(tmp_path / "moved.xlsx", rows)))
    assert texts(sheet.cells)[1] == ["4029331628705521187", "甲"]
