"""An id that a spreadsheet keeps as a number has lost its digits; one kept as text has not."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.intake import Source, take_in
from etl.rejects import rejected_rows
from etl.xlsx_cells import may_have_been_a_number
from warehouse import Warehouse


def test_numbers_are_refused_and_texts_that_look_like_them_are_not(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    header = ["订单编号", "买家会员名", "订单状态", "总金额", "订单创建时间"]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for place, cell in enumerate(header):
            sheet.write_string(0, place, cell)
        # text that equals its own float, a number, ordinary text
        sheet.write_string(1, 0, "4029331628705521664")
        sheet.write_number(2, 0, 4029331628705521187)
        sheet.write_string(3, 0, "4029331628705521188")
        for row in (1, 2, 3):
            for place, cell in enumerate(["甲", "交易成功", "9.90", "2026-10-01 10:00:00"], 1):
                sheet.write_string(row, place, cell)
    warehouse = Warehouse()
    outcome = take_in(warehouse, [Source("orders.xlsx", path)])[0]
    assert (outcome.rows_new, outcome.rows_rejected) == (2, 1)
    assert list(rejected_rows(warehouse, [])[["row_number", "reason"]].iloc[0]) == [3, "damaged_id"]
    with warehouse.cursor() as cursor:
        kept = cursor.execute("select order_id from buyer_order order by order_id").fetchall()
    assert kept == [("4029331628705521188",), ("4029331628705521664",)]


@settings(max_examples=300)
@given(st.integers(10**15, 10**23))
def test_whatever_a_float_makes_of_an_id_is_suspected(number: int) -> None:
    as_kept = int(float(number))
    cut = int(f"{number:.14e}".split("e")[0].replace(".", "") + "0" * (len(str(number)) - 15))
    assert may_have_been_a_number(str(as_kept)) or as_kept == number
    assert may_have_been_a_number(str(cut)) or int(float(cut)) != cut
