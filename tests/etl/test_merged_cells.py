"""An order list whose goods stand one below the other, with what is told once an order merged over their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from etl.intake import Source, take_in
from etl.merged_cells import filled_down
from tests.etl.files import write
from warehouse import Warehouse

COLUMNS = [
    "订单编号",
    "买家会员名",
    "订单状态",
    "订单创建时间",
    "订单付款时间",
    "总金额",
    "买家实际支付金额",
    "宝贝标题",
    "购买数量",
]
TOLD_ONCE = 7  # columns from the left
LISTED = [
    ["4000000000000000101", "甲", "交易成功", "2026-03-02 10:00:00", "2026-03-02 10:05:00", "1,288.50", "￥1288.50"],
    ["4000000000000000102", "乙", "交易关闭", "2026-03-03 10:00:00", "", "60", "0.00"],
    ["4000000000000000103", "丙", "卖家已发货", "2026-03-04 10:00:00", "2026-03-04 10:01:00", "25", "25"],
]
GOODS = [
    [["亚麻窗帘", "2"], ["窗帘挂钩", "1"], ["遮光里布", "4"]],
    [["棉麻抱枕", "3"], ["亚麻窗帘", "1"]],
    [["窗帘挂钩", "5"]],
]
XML = "urn:schemas-microsoft-com:office:spreadsheet"


def flat(path: Path) -> Path:
    """The same list as 千牛 would write it: each row says all."""
    rows = [[*told, *each] for told, goods in zip(LISTED, GOODS, strict=True) for each in goods]
    return write(path, COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows])


def blocks() -> list[tuple[int, Sequence[str], Sequence[Sequence[str]]]]:
    """Row of the first line (the header's is 0), what is told once, and the goods."""
    found, row = list[tuple[int, Sequence[str], Sequence[Sequence[str]]]](), 1
    for told, goods in zip(LISTED, GOODS, strict=True):
        found.append((row, told, goods))
        row += len(goods)
    return found


def xlsx(path: Path, left: int = 0, above: int = 0, note: object = None) -> Path:
    """A workbook; `left`, `above`: blank columns and rows; `note`: in a further column."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(above, left, [*COLUMNS, "备注"])
        for row, told, goods in blocks():
            for place, text in enumerate(told):
                if len(goods) > 1:
                    sheet.merge_range(above + row, left + place, above + row + len(goods) - 1, left + place, "")
                sheet.write_string(above + row, left + place, text)
            for line, each in enumerate(goods):
                sheet.write_row(above + row + line, left + TOLD_ONCE, each)
                if note is not None:
                    sheet.write(above + row + line, left + len(COLUMNS), note)
    return path


def xls(path: Path) -> Path:
    """A workbook of the old kind."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("list")
    for place, name in enumerate(COLUMNS):
        sheet.write(0, place, name)
    for row, told, goods in blocks():
        for place, text in enumerate(told):
            sheet.write_merge(row, row + len(goods) - 1, place, place, text)
        for line, each in enumerate(goods):
            for place, text in enumerate(each):
                sheet.write(row + line, TOLD_ONCE + place, text)
    book.save(str(path))
    return path


def html(path: Path) -> Path:
    """A web page that is called .xls."""
    rows = "".join(f"<th>{name}</th>" for name in COLUMNS)
    rows = f"<tr>{rows}</tr>"
    for _, told, goods in blocks():
        merged = "".join(f'<td rowspan="{len(goods)}">{escape(text)}</td>' for text in told)
        lines = ["".join(f"<td>{text}</td>" for text in each) for each in goods]
        rows += "".join(f"<tr>{each}</tr>" for each in [merged + lines[0], *lines[1:]])
    path.write_text(f"<html><meta charset='utf-8'><body><table>{rows}</table></body></html>", "utf-8")
    return path


def xml(path: Path) -> Path:
    """A workbook of 2003; its later rows begin at the column behind the merged ones."""

    def cell(text: str, more: str = "") -> str:
        return f'<Cell{more}><Data ss:Type="String">{text}</Data></Cell>'

    rows = [[cell(name) for name in COLUMNS]]
    for _, told, goods in blocks():
        first, *others = [[cell(text) for text in each] for each in goods]
        rows.append([*(cell(text, f' ss:MergeDown="{len(goods) - 1}"') for text in told), *first])
        rows.extend([cell(each[0], f' ss:Index="{TOLD_ONCE + 1}"'), cell(each[1])] for each in goods[1:])
    text = "".join(f"<Row>{''.join(row)}</Row>" for row in rows)
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{XML}" xmlns:ss="{XML}"><Worksheet ss:Name="list"><Table>{text}</Table>'
        "</Worksheet></Workbook>",
        "utf-8",
    )
    return path


def told(path: Path) -> tuple[list[tuple], list[tuple]]:
    """The orders and lines that a file comes to."""
    warehouse = Warehouse()
    outcome = take_in(warehouse, [Source(path.name, path)])[0]
    assert (outcome.error, outcome.rows_rejected) == (None, 0)
    return contents(warehouse)


def contents(warehouse: Warehouse) -> tuple[list[tuple], list[tuple]]:
    """Its orders and lines."""
    with warehouse.cursor() as cursor:
        orders = cursor.execute(
            "select order_id, buyer, status, created_at, paid_at, total, paid from buyer_order order by order_id"
        ).fetchall()
        lines = cursor.execute(
            "select order_id, buyer, l.title, l.quantity from order_line as l join buyer_order using (order_id) "
            "order by all"
        ).fetchall()
    return orders, lines


WRITERS: dict[str, Callable[[Path], Path]] = {
    "list.xlsx": xlsx,
    "moved.xlsx": lambda path: xlsx(path, left=2, above=3),
    # true and false make the sheet be read as a whole
    "with true.xlsx": lambda path: xlsx(path, note=True),
    "moved, with true.xlsx": lambda path: xlsx(path, left=2, above=3, note=True),
    "list.xls": xls,
    "page.xls": html,
    "xml.xls": xml,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_line_of_an_order_has_its_number_and_buyer(tmp_path: Path, name: str) -> None:
    orders, lines = told(WRITERS[name](tmp_path / name))
    assert (orders, lines) == told(flat(tmp_path / "flat.csv"))
    assert [(order[0][-3:], order[1], float(order[5])) for order in orders] == [
        ("101", "甲", 1288.5), ("102", "乙", 60), ("103", "丙", 25),
    ]  # fmt: skip
    assert len(lines) == 6


def test_an_amount_that_is_told_once_is_counted_once(tmp_path: Path) -> None:
    columns = ["主订单编号", "子订单编号", "商品标题", "买家实付金额", "退款状态", "订单状态"]
    with xlsxwriter.Workbook(str(tmp_path / "items.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, columns)
        for place, text in ((0, "4000000000000000101"), (3, "88.00"), (5, "交易成功")):
            sheet.merge_range(1, place, 2, place, text)
        sheet.write_column(1, 1, ["4000000000000000901", "4000000000000000902"])
        sheet.write_column(1, 2, ["亚麻窗帘", "窗帘挂钩"])
    warehouse = Warehouse()
    take_in(warehouse, [Source("items.xlsx", tmp_path / "items.xlsx")])
    with warehouse.cursor() as cursor:
        found = cursor.execute("select title, paid, state from order_line order by line_id").fetchall()
    assert found == [("亚麻窗帘", 88, "success"), ("窗帘挂钩", None, "success")]


def test_a_lost_order_number_refuses_all_the_lines_it_stands_for(tmp_path: Path) -> None:
    path = tmp_path / "rounded.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["订单编号", "买家会员名", "订单状态", "订单创建时间", "宝贝标题"])
        sheet.merge_range(1, 0, 2, 0, "")
        sheet.write_number(1, 0, 4029331628705521187)
        for row in (1, 2):
            sheet.write_row(row, 1, ["甲", "交易成功", "2026-03-02 10:00:00", f"商品{row}"])
    outcome = take_in(Warehouse(), [Source(path.name, path)])[0]
    assert (outcome.rows_new, outcome.rows_rejected) == (0, 2)


TEXT = st.sampled_from([None, "", "甲", "4000000000000000101", "12.5"])


@given(st.lists(TEXT, min_size=1, max_size=12), st.integers(1, 14), st.integers(0, 14))
def test_only_blank_cells_below_the_first_are_filled(column: list[str | None], first: int, more: int) -> None:
    cells = pa.table({"c0": pa.array(column, pa.string())})
    filled = filled_down(cells, [(0, first, first + more)], 1).column(0).to_pylist()
    top = column[first - 1] if first <= len(column) else None
    for number, (before, after) in enumerate(zip(column, filled, strict=True), 1):
        is_filled = first < number <= first + more and not before and top and top != "12.5"
        assert (after or None) == (top if is_filled else before or None)


def test_cells_of_a_page_stand_beside_those_that_reach_down(tmp_path: Path) -> None:
    page = tmp_path / "odd.xls"
    page.write_text(
        "<meta charset='utf-8'><table><tr><th>订单编号<th>买家会员名<th>订单状态<th>订单创建时间<th>宝贝标题</tr>"
        "<tr><td>4000000000000000101<td rowspan=2>甲<td colspan=1 rowspan=2>交易成功<td>2026-03-02 10:00:00<td>窗帘</tr>"
        "<tr><td>4000000000000000102<td>2026-03-03 10:00:00<td>抱枕</tr></table>",
        "utf-8",
    )
    orders, lines = told(page)
    assert [(order[0][-3:], order[1], order[3].day) for order in orders] == [("101", "甲", 2), ("102", "甲", 3)]
    assert [line[2] for line in lines] == ["窗帘", "抱枕"]


def test_rows_that_tell_of_goods_alone_go_on_with_the_order_above(tmp_path: Path) -> None:
    rows = [
        dict(zip(COLUMNS, [*([""] * TOLD_ONCE if line else once), *each], strict=True))
        for once, goods in zip(LISTED, GOODS, strict=True)
        for line, each in enumerate(goods)
    ]
    warehouse = Warehouse()
    path = write(tmp_path / "saved as text.csv", COLUMNS, [*rows, {"宝贝标题": "合计 16 件"}])
    outcome = take_in(warehouse, [Source(path.name, path)])[0]
    assert (outcome.rows_new, outcome.rows_rejected) == (3, 1)
    assert [note.values for note in outcome.notes if note.key == "etl.continued_rows"] == [{"count": 3}]
    assert contents(warehouse) == told(flat(tmp_path / "flat.csv"))


@pytest.mark.parametrize(
    "row",
    [
        {"买家会员名": "甲", "宝贝标题": "窗帘"},
        {"订单状态": "交易成功", "宝贝标题": "窗帘"},
        {"订单创建时间": "2026-03-02 10:00:00", "宝贝标题": "窗帘"},
        {"总金额": "5"},
    ],
)
def test_an_order_whose_number_is_missing_is_still_refused(tmp_path: Path, row: dict[str, str]) -> None:
    first = dict(zip(COLUMNS, [*LISTED[0], *GOODS[0][0]], strict=True))
    path = write(tmp_path / "gap.csv", COLUMNS, [first, row])
    outcome = take_in(Warehouse(), [Source(path.name, path)])[0]
    assert (outcome.rows_new, outcome.rows_rejected) == (1, 1)
    assert not any(note.key == "etl.continued_rows" for note in outcome.notes)


def test_goods_above_the_first_order_belong_to_none(tmp_path: Path) -> None:
    rows = [{"宝贝标题": "窗帘"}, dict(zip(COLUMNS, [*LISTED[0], *GOODS[0][0]], strict=True))]
    outcome = take_in(Warehouse(), [Source("top.csv", write(tmp_path / "top.csv", COLUMNS, rows))])[0]
    assert (outcome.rows_new, outcome.rows_rejected) == (1, 1)


def test_where_nothing_but_goods_is_told_a_row_without_a_number_is_refused(tmp_path: Path) -> None:
    columns = ["订单编号", "标题", "价格", "购买数量", "外部系统编号"]
    rows = [["4000000000000000101", "亚麻窗帘", "9.90", "1", "A1"], ["", "窗帘挂钩", "1.50", "2", "A2"]]
    file = write(tmp_path / "items.csv", columns, [dict(zip(columns, row, strict=True)) for row in rows])
    [outcome] = take_in(Warehouse(), [Source("items.csv", file)])
    assert (outcome.kind, outcome.rows_new, outcome.rows_rejected) == ("items", 1, 1)
