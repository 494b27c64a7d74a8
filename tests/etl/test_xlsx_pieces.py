"""A sheet read in pieces is the sheet read as a whole; what the quick reader does not know, it leaves to the other."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl import workbooks, xlsx_pieces, xlsx_texts

TYPES = "http://schemas.openxmlformats.org/spreadsheetml/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" '
    f'Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{TYPES}/main" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="export" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
SHARED = (
    "<si><t>共享</t></si><si><t>&lt;/row&gt;</t></si>"
    '<si><t xml:space="preserve"> 空 </t><phoneticPr fontId="1" type="noConversion"/></si><si><t> 名\n</t></si>'
    "<si><t></t></si><si><t>两行_x000D_\n&amp;\r\n</t></si>"
)
SMALL = 200
Cells = Sequence[str | None]
Sheet = Sequence[tuple[int, Cells]]


def write(
    path: Path,
    rows: str,
    tail: str = "</sheetData></worksheet>",
    *,
    styles: str = "",
    shared: str = SHARED,
    book: str = PARTS["xl/workbook.xml"],
) -> Path:
    """A workbook whose sheet has these rows as XML."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (PARTS | {"xl/workbook.xml": book}).items():
            archive.writestr(name, text)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{TYPES}/main">{shared}</sst>')
        if styles:
            archive.writestr("xl/styles.xml", styles)
        archive.writestr(
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
    monkeypatch.setattr(xlsx_texts, "SHARED_BYTES", SMALL // 4)
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
    st.sampled_from(["#0", "#1", "#2", "4029331628705521187", "165.9", "3", "&lt;row&gt;", "木禾", "1/2 &amp; !?"]),
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
        assert any(len(xml_of([row], are_numbered).encode()) > SMALL for row in sheet)
        return
    cells, own_survey = found
    assert texts(cells) == texts(whole)
    assert list(own_survey.numbers) == list(survey.numbers)
    if any(cell is not None for _, row in sheet for cell in row) and are_numbered:
        assert own_survey.first_row == survey.first_row


TEXT = st.lists(
    st.sampled_from(
        [
            "木",
            "a",
            " ",
            "\n",
            "&amp;",
            "&#10;",
            "&#x4e2d;",
            "&quot;",
            "_x",
            "tb_x12",
            "_x000D_",
            "_x005F_",
            "\r\n",
            "\r",
            "&#13;",
            ">",
            "\t",
            "é",
            "😀",
            "'",
            "=",
        ]
    ),
    max_size=6,
).map("".join)
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15).map(repr),
    st.sampled_from(
        ["007", "1.50", "1E3", "1e-7", "-0", "74.90000000000001", "4.029331628705521E+18", "0.0000000005"]
    ),
)
STYLES = st.sampled_from(["", ' s="0"', ' s="2"', ' s="11"'])
DATED = st.sampled_from([' s="1"', ' s="3"', ' s="4"'])
DAYS = st.one_of(
    st.integers(61, 2_900_000).map(str), st.floats(61, 99_999, width=64).map(repr), st.just("43101.393263888887")
)
PLAIN_CELLS = st.one_of(
    st.tuples(STYLES, st.sampled_from(["", ' t="n"']), NUMBERS.map("<v>{}</v>".format)),
    st.tuples(DATED, st.sampled_from(["", ' t="n"']), DAYS.map("<v>{}</v>".format)),
    st.tuples(STYLES, st.just(' t="s"'), st.integers(0, 5).map("<v>{}</v>".format)),
    st.tuples(STYLES, st.just(' t="str"'), TEXT.map("<v>{}</v>".format)),
    st.tuples(STYLES, st.just(' t="inlineStr"'), TEXT.map("<is><t>{}</t></is>".format)),
    st.tuples(STYLES, st.just(' t="inlineStr"'), TEXT.map('<is><t xml:space="preserve">{}</t></is>'.format)),
)
STYLED = (
    f'<styleSheet xmlns="{TYPES}/main"><numFmts count="3"><numFmt numFmtId="166" formatCode="ggge年"/><numFmt numFmtId="164" formatCode="0.0_ [Red]&quot;day&quot;"/>'
    '<numFmt numFmtId="165" formatCode="yyyy/m/d"/></numFmts><cellXfs count="13">'
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 164, 165, 22, 1, 2, 9, 10, 49, 3, 4, 166))
    + "</cellXfs></styleSheet>"
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(PLAIN_CELLS, min_size=1, max_size=4), min_size=1, max_size=6), st.booleans())
def test_every_plain_cell_is_read_as_the_other_reader_reads_it(
    tmp_path: Path, sheet: list[list[tuple[str, str, str]]], type_first: bool
) -> None:
    rows = "".join(
        f'<row r="{number}" spans="1:4">'
        + "".join(
            f'<c r="{chr(65 + place)}{number}"{kind + style if type_first else style + kind}>{value}</c>'
            for place, (style, kind, value) in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(sheet, 1)
    )
    path = write(tmp_path / "plain.xlsx", rows, styles=STYLED)
    found = xlsx_pieces.read_in_pieces(path, 0)
    whole, survey = workbooks.whole_sheet(path, 0)
    assert found is not None
    assert found[0].to_pylist() == whole.to_pylist()
    assert list(found[1].numbers) == list(survey.numbers)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B1" t="b"><v>1</v></c>',
        '<c r="B1" t="e"><v>#N/A</v></c>',
        '<c r="B1"><f>1+1</f><v>2</v></c>',
        '<c r="B1" s="1"><v>59.5</v></c>',
        '<c r="B1" s="12"><v>45000.5</v></c>',
        '<c r="B1" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r></is></c>',
        '<c r="B1" t="inlineStr"><is><t>a_x4e2d_b</t></is></c>',
        '<c r="B1" t="inlineStr"><is><t>&bad;</t></is></c>',
        '<c r="B1" t="s"><v>6</v></c>',
        '<c r="B1" t="s"><v> 1 </v></c>',
        '<c t="s"><v>1</v></c>',
        '<c r="B1"/><c r="B1"><v>1</v></c>',
        '<c r="AAAA1"><v>1</v></c>',
        '<c r="B2"><v>1</v></c>',
        '<x:c r="B1"><x:v>1</x:v></x:c>',
    ],
)
def test_what_the_quick_reader_does_not_know_the_other_reads(tmp_path: Path, cell: str) -> None:
    first = '<c r="A1" t="inlineStr"><is><t>编号</t></is></c>'
    rows = f'<row r="1">{first}{cell}</row><row r="2">{first.replace("A1", "A2")}</row>'
    path = write(tmp_path / "odd.xlsx", rows, styles=STYLED)
    assert xlsx_pieces.read_in_pieces(path, 0) is None


@pytest.mark.parametrize(
    "shared",
    [
        '<si><r><rPr><b/></rPr><t xml:space="preserve">富 </t></r><r><t> 文本&amp;_x000D_</t></r></si>',
        "<si><t/></si>",
        '<si><t> 字 </t><rPh sb="0" eb="1"><t>じ</t></rPh><phoneticPr fontId="1"/></si>',
        "<si><t>a</t><r><t>b</t></r></si>",
    ],
)
def test_shared_texts_of_several_runs_are_one_text(tmp_path: Path, shared: str) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    path = write(tmp_path / "shared.xlsx", rows, shared=f"{shared}<si><t>末</t></si>")
    found = xlsx_pieces.read_in_pieces(path, 0)
    assert found is not None
    assert found[0].to_pylist() == workbooks.whole_sheet(path, 0)[0].to_pylist()


def test_days_of_a_calendar_from_1904_are_left_to_the_other_reader(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="{}"><v>43101</v></c></row>'
    book = PARTS["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    for style, is_known in ((0, True), (1, False)):
        path = write(tmp_path / f"{style}.xlsx", rows.format(style), styles=STYLED, book=book)
        assert (xlsx_pieces.read_in_pieces(path, 0) is not None) == is_known


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
