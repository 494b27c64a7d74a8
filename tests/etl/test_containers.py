"""The same rows in every container give the same tables; what cannot be read is refused with a sentence."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pytest
import pyzipper
import xlsxwriter
import xlwt

from etl.intake import Choices, Outcome, Source, take_in
from etl.rejects import rejected_rows
from warehouse import Warehouse

HEADER = ["订单编号", "买家会员名", "订单状态", "总金额", "订单创建时间", "订单付款时间 ", "店铺名称"]
ROWS = [
    [
        "402933162870552118",
        "小店,常客21",
        "交易成功",
        "88.00",
        "2026-10-01 09:30:00",
        "2026-10-01 09:31:00",
        "木禾家居店",
    ],
    ["402933162870552119", "云上朵", "交易关闭", "45.50", "2026-10-02 10:00:00", "", "木禾家居店"],
]
TABLE = [HEADER, *ROWS]
EXPECTED = [
    ("402933162870552118", "小店,常客21", "success", False, 88.0, "2026-10-01 09:30:00", "木禾家居店"),
    ("402933162870552119", "云上朵", "closed", True, 45.5, "2026-10-02 10:00:00", "木禾家居店"),
]


def delimited(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in TABLE) + "\r\n"


def xlsx(rows: list[list[str]], *, top: int = 0, left: int = 0, before: bool = False) -> bytes:
    """A workbook with the table at a place; `before`: behind a sheet of notes and an empty one."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        if before:
            book.add_worksheet("说明").write_string(0, 0, "本表由系统生成")
            book.add_worksheet("空")
        sheet = book.add_worksheet("export")
        if top:
            sheet.write_string(0, 0, "木禾家居店 订单报表")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number + top, place + left, cell)
    return buffer.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("export")
    for number, row in enumerate(TABLE):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def web_page(encoding: str) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    return f'<html><head><meta charset="{encoding}"></head><body><table border=1>{rows}</table></body></html>'.encode(
        encoding
    )


def xml_workbook() -> bytes:
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in TABLE
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="export"><Table>'
        f"{rows}</Table></Worksheet></Workbook>"
    ).encode()


def zipped(name: str = "订单报表.xlsx", content: bytes | None = None) -> bytes:
    """A zip as Windows in Chinese makes it: the name in GBK, and nothing that says so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x" * len(name.encode("gb18030")), content or xlsx(TABLE))
    return buffer.getvalue().replace(b"x" * len(name.encode("gb18030")), name.encode("gb18030"))


def wrong_dimension() -> bytes:
    """A workbook that says it holds one cell."""
    source, buffer = zipfile.ZipFile(io.BytesIO(xlsx(TABLE))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(b'<dimension ref="A1:G3"/>', b'<dimension ref="A1"/>'))
    return buffer.getvalue()


CONTAINERS: dict[str, Callable[[], bytes]] = {
    "csv utf-8": lambda: delimited(",").encode(),
    "csv utf-8 bom": lambda: delimited(",").encode("utf-8-sig"),
    "csv gbk": lambda: delimited(",").encode("gb18030"),
    "csv utf-16": lambda: delimited(",").encode("utf-16"),
    "txt tab gbk": lambda: delimited("\t").encode("gb18030"),
    "txt tab utf-16": lambda: delimited("\t").encode("utf-16"),
    "csv semicolon": lambda: delimited(";").encode(),
    "xlsx": lambda: xlsx(TABLE),
    "xlsx header in row 12, column D": lambda: xlsx(TABLE, top=11, left=3),
    "xlsx third sheet": lambda: xlsx(TABLE, before=True),
    "xlsx wrong dimension": wrong_dimension,
    "xls": xls,
    "html gbk": lambda: web_page("gb18030"),
    "html utf-8": lambda: web_page("utf-8"),
    "xml 2003": xml_workbook,
    "zip": zipped,
    "zip of csv": lambda: zipped("订单.csv", delimited(",").encode("gb18030")),
}


def take(
    tmp_path: Path, content: bytes, name: str = "orders.dat", password: str | None = None
) -> tuple[Warehouse, Outcome]:
    path = tmp_path / "upload"
    path.write_bytes(content)
    store = Warehouse()
    [outcome] = take_in(store, [Source(name, path)], choices=Choices(password=password))
    return store, outcome


def orders(store: Warehouse) -> list[tuple]:
    with store.cursor() as cursor:
        return cursor.execute(
            "select order_id, buyer, state, is_unpaid, total::double, created_at::varchar, shop "
            "from buyer_order order by order_id"
        ).fetchall()


@pytest.mark.parametrize("container", list(CONTAINERS))
def test_the_same_rows_come_out_of_every_container(tmp_path: Path, container: str) -> None:
    store, outcome = take(tmp_path, CONTAINERS[container](), "名字不可信.pdf")
    assert outcome.error is None
    assert (outcome.rows_read, outcome.rows_new, outcome.rows_rejected) == (2, 2, 0)
    assert orders(store) == EXPECTED


def test_names_inside_a_zip_are_read_right(tmp_path: Path) -> None:
    _, outcome = take(tmp_path, zipped(), "四月.zip")
    assert outcome.file == "四月.zip / 订单报表.xlsx"


def test_each_file_of_a_zip_has_an_outcome_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/订单.csv", delimited(","))
        archive.writestr("a/~$订单.xlsx", b"lock")
        archive.writestr("__MACOSX/._订单.csv", b"x")
        archive.writestr("b/照片.csv", b"\x89PNG\r\n\x1a\n123")
    outcomes = take_in(Warehouse(), [Source("all.zip", path)])
    assert [(outcome.file, outcome.error.key if outcome.error else None) for outcome in outcomes] == [
        ("all.zip / 订单.csv", None),
        ("all.zip / 照片.csv", "etl.not_a_table"),
    ]


def protected_xlsx() -> bytes:
    plain, locked = io.BytesIO(xlsx(TABLE)), io.BytesIO()
    msoffcrypto.OfficeFile(plain).encrypt("千牛2026", locked)
    return locked.getvalue()


def protected_zip() -> bytes:
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword("千牛2026".encode())
        archive.writestr("orders.csv", delimited(","))
    return buffer.getvalue()


@pytest.mark.parametrize("make", [protected_xlsx, protected_zip])
def test_a_password_is_asked_for_checked_and_used(tmp_path: Path, make: Callable[[], bytes]) -> None:
    content = make()
    for password, expected in ((None, "etl.password_needed"), ("falsch", "etl.password_wrong")):
        store, outcome = take(tmp_path, content, password=password)
        assert outcome.error and outcome.error.key == expected
        assert orders(store) == []
    store, outcome = take(tmp_path, content, password="千牛2026")
    assert outcome.error is None
    assert orders(store) == EXPECTED


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "etl.empty_file"),
        (b"\r\n \r\n", "etl.empty_file"),
        (b"%PDF-1.7 ...", "etl.not_a_table"),
        (b"Rar!\x1a\x07\x00....", "etl.other_archive"),
        (b"7z\xbc\xaf\x27\x1c....", "etl.other_archive"),
        (b"PK\x03\x04" + b"garbage" * 40, "etl.broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "etl.broken_file"),
        (b'{"a": [1, ', "etl.broken_json"),
        (b"abc\x00def,ghi\n", "etl.nul_bytes"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes, key: str) -> None:
    store, outcome = take(tmp_path, content)
    assert outcome.error and outcome.error.key == key
    assert orders(store) == []


def test_ids_that_an_old_xls_keeps_as_numbers_are_refused(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("export")
    for number, row in enumerate(TABLE):
        for place, cell in enumerate(row):
            sheet.write(number, place, float(cell) if number and place == 0 else cell)
    buffer = io.BytesIO()
    book.save(buffer)
    store, outcome = take(tmp_path, buffer.getvalue())
    assert (outcome.rows_new, outcome.rows_rejected) == (0, 2)
    assert set(rejected_rows(store, [])["reason"]) == {"damaged_id"}


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet's XML is this."""
    source, buffer = zipfile.ZipFile(io.BytesIO(xlsx(TABLE))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = xml.encode() if name == "xl/worksheets/sheet1.xml" else source.read(name)
            target.writestr(name, content)
    return buffer.getvalue()


def sheet_xml(ids: list[str], *, addresses: bool) -> str:
    """The table with its ids stored as numbers."""

    def cell(row: int, place: int, value: str) -> str:
        address = f' r="{chr(65 + place)}{row}"' if addresses else ""
        if row > 1 and place == 0:
            return f"<c{address}><v>{ids[row - 2]}</v></c>"
        return f'<c{address} t="inlineStr"><is><t>{value}</t></is></c>'

    rows = [
        (f'<row r="{row}">' if addresses else "<row>")
        + "".join(cell(row, place, value) for place, value in enumerate(cells))
        + "</row>"
        for row, cells in enumerate(TABLE, 1)
    ]
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(rows)
        + "</sheetData></worksheet>"
    )


@pytest.mark.parametrize("addresses", [True, False])
def test_digits_that_a_program_wrote_whole_are_taken_from_the_xml(tmp_path: Path, addresses: bool) -> None:
    store, outcome = take(tmp_path, with_sheet(sheet_xml([row[0] for row in ROWS], addresses=addresses)))
    assert outcome.rows_rejected == 0
    assert orders(store) == EXPECTED


@pytest.mark.parametrize("addresses", [True, False])
def test_digits_that_are_gone_from_the_xml_refuse_the_row(tmp_path: Path, addresses: bool) -> None:
    store, outcome = take(
        tmp_path, with_sheet(sheet_xml(["4.0293316287055212E+17", "402933162870552064"], addresses=addresses))
    )
    assert (outcome.rows_new, outcome.rows_rejected) == (0, 2)
    assert set(rejected_rows(store, [])["reason"]) == {"damaged_id"}


PAGE = """
全部评价
负面评价
东西和图片差很多
下次不来了
初次评价：2026-10-13 11:45
原木相框
订单号：402933162870552118
王**
还有30天可回复
评价回复
投诉评价
正面评价
很好
初次评价：2026-10-14 08:00
用了一周坏了
追评：2026-10-20 08:30
竹编篮
订单号：402933162870552119
w**
"""


def test_reviews_copied_from_the_page_go_in(tmp_path: Path) -> None:
    store, outcome = take(tmp_path, PAGE.encode("gb18030"), "粘贴.txt")
    assert (outcome.error, outcome.kind, outcome.rows_new) == (None, "reviews", 2)
    with store.cursor() as cursor:
        rows = cursor.execute(
            "select order_id, rating, text, title, created_at::varchar, followup, followup_at::varchar, buyer, "
            "buyer_shown from review order by order_id"
        ).fetchall()
    assert rows == [
        ("402933162870552118", "bad", "东西和图片差很多\n下次不来了", "原木相框", "2026-10-13 11:45:00", None, None, None,
         "王**"),
        ("402933162870552119", "good", "很好", "竹编篮", "2026-10-14 08:00:00", "用了一周坏了", "2026-10-20 08:30:00",
         None, "w**"),
    ]  # fmt: skip


PAGE_JSON = {
    "data": {"list": [{
        "rateContent": {"mainRate": {"feedId": 1299, "content": "东西和图片差很多\n下次不来了", "date": 1791863100000},
                        "appendRate": {"content": "", "days": 0}},
        "emotionType": {"status": 13}, "userInfo": {"userName": "王**"},
        "itemInfo": {"title": "原木相框", "itemId": 701}, "orderInfo": {"mainOrderId": 402933162870552118},
    }]}
}  # fmt: skip
RATES_JSON = {
    "traderates_get_response": {"trade_rates": {"trade_rate": [{
        "tid": 402933162870552118, "oid": 402933162870552118, "role": "buyer", "nick": "小店,常客21", "result": "bad",
        "created": "2026-10-13 11:45:03", "item_title": "原木相框", "content": "东西和图片差很多", "num_iid": 701,
    }]}}
}  # fmt: skip


def test_the_pages_own_data_and_the_interface_go_in_and_are_one_review(tmp_path: Path) -> None:
    store, _ = take(tmp_path, PAGE.encode())
    for number, document in enumerate((PAGE_JSON, RATES_JSON)):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(document), "utf-8")
        [outcome] = take_in(store, [Source(path.name, path)])
        assert (outcome.error, outcome.kind, outcome.rows_new) == (None, "reviews", 0)
    with store.cursor() as cursor:
        rows = cursor.execute(
            "select rating, buyer, created_at::varchar from review where order_id = '402933162870552118'"
        ).fetchall()
    assert rows == [("bad", "小店,常客21", "2026-10-13 11:45:00")]
