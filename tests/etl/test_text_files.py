"""Delimited text as programs of ten years write it: every row comes out, or is refused with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.intake import Source, take_in
from etl.problem import Refused
from etl.readers import read_sheets
from etl.recognise import recognise
from etl.rejects import rejected_rows
from warehouse import Warehouse

HEADER = ["订单编号", "买家会员名", "订单状态", "总金额", "订单创建时间", "订单付款时间 ", "宝贝标题"]
A = [
    "402933162870552118",
    "小店,常客21",
    "交易成功",
    "88.00",
    "2026-10-01 09:30:00",
    "2026-10-01 09:31:00",
    "原木相框",
]
B = ["402933162870552119", "云上朵", "交易关闭", "45.50", "2026-10-02 10:00:00", "", "竹编篮"]
TABLE = [HEADER, A, B]


def text(rows: Sequence[Sequence[str]], comma: str = ",", end: str = "\r\n") -> str:
    """Rows as text; a cell is quoted where it must be."""
    return "".join(comma.join(f'"{cell}"' if comma in cell else cell for cell in row) + end for row in rows)


def read(path: Path, content: bytes) -> list[list[str]]:
    """The rows below the header that are no blank ones, as the file's one sheet holds them; trailing blanks cut."""
    path.mkdir(exist_ok=True)
    (path / "file").write_bytes(content)
    with duckdb.connect() as cursor:
        _, sheets = read_sheets(cursor, path / "file", path)
        [sheet] = list(sheets)
        found = recognise(sheet.head)
        assert found is not None
        rows = [row[: len(HEADER)] for row in sheet.cells.fetchall() if row[-1] > sheet.first_row + found.header_row]
    return [[cell or "" for cell in row] for row in rows if any(row)]


LAYOUTS = {
    "unquoted": text(TABLE),
    "all quoted": "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in TABLE),
    "blank after comma": "".join(", ".join(f'"{cell}"' for cell in row) + "\r\n" for row in [HEADER, A]) + text([B]),
    "tab": text(TABLE, "\t"),
    "semicolon": text(TABLE, ";"),
    "bar": text(TABLE, "|"),
    "cells that end in tabs": text([[f"{cell}\t" for cell in row] for row in TABLE]),
    "line feed": text(TABLE, end="\n"),
    "carriage return": text(TABLE, end="\r"),
    "mixed line ends": text([HEADER], end="\n") + text([A]) + text([B], end="\n"),
    "no last line end": text(TABLE).rstrip(),
    "title above": "木禾家居店 订单报表\r\n\r\n" + text(TABLE),
    "titles and blank rows above": "木禾家居店 订单报表,,,,,,\r\n导出时间：2026-11-01\r\n,,,,,,\r\n\r\n" + text(TABLE),
    "header in row 20": "\r\n" * 19 + text(TABLE),
    "blank lines between": text([HEADER], end="\r\n\r\n") + text([A], end="\r\n\r\n\r\n") + text([B]),
    "trailing blank columns": text([[*row, "", "", ""] for row in TABLE]),
    "rows longer by a comma": text([HEADER, [*A, ""], [*B, ""]]),
    "sep= line": "sep=,\r\n" + text(TABLE),
    "byte-order mark twice": "\ufeff\ufeff" + text(TABLE),
}  # fmt: skip


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_same_rows_come_out_of_every_layout(tmp_path: Path, layout: str, encoding: str) -> None:
    rows = read(tmp_path, LAYOUTS[layout].encode(encoding))
    assert [[cell.strip(' \t"') for cell in row] for row in rows] == [A, B]


ENCODINGS = {
    "utf-8 mark": text(TABLE).encode("utf-8-sig"),
    "utf-16": text(TABLE, "\t").encode("utf-16"),
    "utf-16 big": b"\xfe\xff" + text(TABLE).encode("utf-16-be"),
    "utf-16 unmarked": text(TABLE).encode("utf-16-le"),
    "utf-16 big unmarked": text(TABLE).encode("utf-16-be"),
    "gbk behind a utf-8 mark": b"\xef\xbb\xbf" + text(TABLE).encode("gb18030"),
}


@pytest.mark.parametrize("encoding", list(ENCODINGS))
def test_the_same_rows_come_out_of_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, ENCODINGS[encoding]) == [A, B]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_name_cut_within_a_character_does_not_cost_the_file(tmp_path: Path, encoding: str) -> None:
    name = "云上朵".encode(encoding)
    rows = read(tmp_path, text(TABLE).encode(encoding).replace(name, name[:-1]))
    assert [row[0] for row in rows] == [A[0], B[0]]
    assert rows[1][1].startswith("云上")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    for content in (text(TABLE).encode() + b"\x00" * 100, bytes(range(128, 256)) * 40, b"\x00\xff" * 999):
        with pytest.raises(Refused):
            read(tmp_path, content)


STRAY = {
    "inside a cell": ('相框 12" 加厚', '相框 12" 加厚'),
    "at a cell's start": ('"相框 12 寸', '"相框 12 寸'),
    "a word in quotes first": ('"相框" 加厚', '"相框" 加厚'),
    "escaped by a backslash": ('"相\\"框"', '相\\"框'),
    "doubled, as it should be": ('"相""框"', '相"框'),
}


@pytest.mark.parametrize("quote", list(STRAY))
def test_a_stray_quote_swallows_no_row(tmp_path: Path, quote: str) -> None:
    written, expected = STRAY[quote]
    rows = read(
        tmp_path, (text([HEADER, A])[:-2] + "\r\n" + text([[*B[:-1], "篮"], A])).replace("原木相框", written).encode()
    )
    assert [row[0] for row in rows] == [A[0], B[0], A[0]]
    assert [row[-1].strip('"') for row in rows] == [expected.strip('"'), "篮", expected.strip('"')]


@pytest.mark.parametrize("buyer", ["云上朵", '"小店,常客21"'])
@pytest.mark.parametrize(
    "note", ['"很好\r\n下次再来"', '"很好\n\n""下次"", 再来"', "很好\n下次再来", "很好\r\n下次\r\n再来"]
)
def test_a_line_end_in_a_cell_leaves_the_payment_time_in_its_row(tmp_path: Path, note: str, buyer: str) -> None:
    header = [*HEADER[:2], "买家留言", *HEADER[2:]]
    lines = [buyer, note, *A[2:]]
    content = ",".join(header) + "\r\n" + ",".join([A[0], *lines]) + "\r\n" + ",".join([B[0], *lines]) + "\r\n"
    (tmp_path / "file").write_bytes(content.encode())
    store = Warehouse()
    [outcome] = take_in(store, [Source("o.csv", tmp_path / "file")])
    assert (outcome.error, outcome.rows_new, outcome.rows_rejected) == (None, 2, 0)
    with store.cursor() as cursor:
        found = cursor.execute(
            "select count(*) from buyer_order where paid_at is not null and buyer_note like '很好%'"
        )
        assert found.fetchall() == [(2,)]


@pytest.mark.parametrize("cut", [5, 20, 23, 45])
def test_a_last_line_that_was_cut_off_is_refused_not_believed(tmp_path: Path, cut: int) -> None:
    content = text([HEADER, B]) + text([A])[:cut]
    (tmp_path / "file").write_bytes(content.encode())
    store = Warehouse()
    [outcome] = take_in(store, [Source("o.csv", tmp_path / "file")])
    assert (outcome.rows_new, outcome.rows_rejected) == (1, 1)
    assert list(rejected_rows(store, [])["row_number"]) == [3]


def test_ids_filled_up_with_zeros_and_sums_and_repeated_headers(tmp_path: Path) -> None:
    cut = [[f"4029331628705{number:02}000", *B[1:]] for number in range(4)]
    content = text([HEADER, *cut, B, HEADER, A, ["合计", "", "", "133.50", "", "", ""]])
    (tmp_path / "file").write_bytes(content.encode())
    store = Warehouse()
    [outcome] = take_in(store, [Source("o.csv", tmp_path / "file")])
    assert (outcome.rows_read, outcome.rows_new, outcome.rows_rejected) == (6, 2, 4)
    assert set(rejected_rows(store, [])["reason"]) == {"damaged_id"}


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\ufeff"), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=st.lists(cells, min_size=1, max_size=6))
def test_cells_of_any_text_are_read_as_csv_means_them(tmp_path: Path, notes: list[str]) -> None:
    quoted = ['"' + note.replace('"', '""') + '"' for note in notes]
    content = text([HEADER]) + "".join(",".join([*A[:1], "云", *A[2:-1], note]) + "\r\n" for note in quoted)
    rows = read(tmp_path, content.encode())
    assert [row[-1] for row in rows] == notes


@pytest.mark.parametrize("junk", ['"', ' "', ' ""相', '1"1,"', '1","1', '1"\n"1', ',"', '",', '"\n\n"', "4,1"])
def test_no_junk_between_them_swallows_an_order(tmp_path: Path, junk: str) -> None:
    rows = read(tmp_path, f"{text([HEADER, B])}{junk}\n{text([B])}".encode())
    assert sum(row[0] == B[0] for row in rows) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_of_a_long_file_keep_their_numbers_and_cells(tmp_path: Path, end: str) -> None:
    """Long enough to be read in several parts at once."""
    notes = ["", "好评，" * 60, '"大号,两件"', '"说 ""下次"" 再来"']
    lines = [
        ",".join([str(10**17 + n), f"买家{n % 999}", notes[n % 4], *A[2:], "长" * (n % 80)]) for n in range(120_000)
    ]
    header = ",".join([*HEADER[:2], "买家留言", *HEADER[2:], "商家备注"])
    (tmp_path / "file").write_bytes(end.join([header, *lines, ""]).encode())
    store = Warehouse()
    [outcome] = take_in(store, [Source("o.csv", tmp_path / "file")])
    assert (outcome.error, outcome.rows_new, outcome.rows_rejected) == (None, len(lines), 0)
    plain = [None, notes[1], "大号,两件", '说 "下次" 再来']
    with store.cursor() as cursor:
        rows = cursor.execute("select row_number, order_id, buyer, buyer_note from buyer_order").fetchall()
    assert sorted(rows) == [(n + 2, str(10**17 + n), f"买家{n % 999}", plain[n % 4]) for n in range(len(lines))]
