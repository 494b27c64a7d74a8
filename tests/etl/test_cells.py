"""Cells as ten years of exports, spreadsheets and other programs write them."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import merge
from etl.rounded import is_beyond_chance
from warehouse import read_sql


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(read_sql(merge.SQL / "macros.sql"))
        yield connection


def value(cursor: duckdb.DuckDBPyConnection, macro: str | None, cell: str) -> object:
    """What a macro, or none, makes of a cell, tidied as the stages do it; as text."""
    return values(cursor, macro, [cell])[0]


def values(cursor: duckdb.DuckDBPyConnection, macro: str | None, cells: list[str]) -> list[object]:
    """The same of several cells."""
    made = cursor.sql("select unnest($cells::varchar[]) as cell", params={"cells": cells})
    # one step after the other, as in the stages: a macro within a macro is bound anew wherever it names its argument
    for name in ("bared", "filled", macro):
        if name:
            made = made.select(duckdb.FunctionExpression(name, duckdb.ColumnExpression("cell")).alias("cell"))
    return [found for (found,) in made.select(duckdb.ColumnExpression("cell").cast("VARCHAR")).fetchall()]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-01 09:30:00", "2026/10/1 9:30", "2026-10-1 9:30", "2026-10-01 09:30:00\t", "'2026-10-01 09:30:00",
        '="2026-10-01 09:30:00"', "2026-10-01T09:30:00", "2026-10-01T09:30:00.000", "2026-10-01 09:30:00+08:00",
        "2026-10-01 09:30:00 +0800", "2026-10-01T01:30:00Z", "2026-10-01T01:30:00.000Z", "2026年10月1日 9:30",
        "2026年10月01日 09时30分00秒", "2026年10月1日9时30分", "2026.10.1 9:30", "20261001093000", "20261001 09:30:00",
        "46296.3958333333", "1790818200000", "1790818200", "2026/10/1 上午 9:30:00", "2026/10/1 上午9:30",
        "10/1/2026 9:30:00 AM", "10/1/2026 9:30", "2026-10-01 09：30：00", "２０２６-１０-０１ 09:30:00",
        "2026-10-01  09:30:00", "2026-10-01\n09:30:00", "2026-10-01 星期四 09:30:00", "2026-10-01 周四 09:30",
        "Thu Oct 01 09:30:00 CST 2026", "\u00a02026-10-01 09:30:00\u200b", "2026-10-01 09:29:59.9996",
    ],
)  # fmt: skip
def test_a_time_in_any_form(cursor: duckdb.DuckDBPyConnection, cell: str) -> None:
    assert value(cursor, "to_time", cell) == "2026-10-01 09:30:00"


@pytest.mark.parametrize(("cell", "hour"), [("2026/10/1 下午 9:30:00", 21), ("2026/10/1 下午 12:30", 12),
                                            ("2026/10/1 上午 12:30", 0), ("10/1/2026 9:30 PM", 21),
                                            ("2026/10/1 9:30:00 PM", 21), ("2026-10-01 12:30 AM", 0),
                                            ("2026-10-01 9:30 下午", 21), ("2026年10月1日 9:30 下午", 21)])  # fmt: skip
def test_morning_and_afternoon(cursor: duckdb.DuckDBPyConnection, cell: str, hour: int) -> None:
    assert value(cursor, "to_time", cell) == f"2026-10-01 {hour:02}:30:00"


NO_TIME = [
    "", " ", "null", "NULL", "None", "NaN", "NaT", "N/A", "\\N", "-", "--", "/", "0", "无", "未付款",
    "0000-00-00 00:00:00", "1970-01-01 08:00:00", "0001-01-01 00:00:00", "1900/1/0", "1899-12-30",
]  # fmt: skip


@pytest.mark.parametrize("cell", NO_TIME)
def test_no_time_is_no_mistake(cursor: duckdb.DuckDBPyConnection, cell: str) -> None:
    assert value(cursor, "to_time", cell) is None
    assert not is_odd(cursor, "time", cell)


# ######## is what a narrow column becomes when it is saved as text: there was a time, so nothing may be made of it
@pytest.mark.parametrize("cell", ["昨天", "########", "#VALUE!", "10/1/26 9:30", "2026-13-45 99:99", "99", "26/10/1"])
def test_a_time_that_cannot_be_read_is_never_taken_for_none(cursor: duckdb.DuckDBPyConnection, cell: str) -> None:
    assert value(cursor, "to_time", cell) is None
    assert is_odd(cursor, "time", cell)


def is_odd(cursor: duckdb.DuckDBPyConnection, what: str, cell: str) -> bool:
    call = duckdb.FunctionExpression
    tidy = call("filled", call("bared", duckdb.ColumnExpression("cell")))
    odd = call(f"is_odd_{what}", tidy, call(f"to_{what}", tidy))
    [(found,)] = cursor.sql("select $cell as cell", params={"cell": cell}).select(odd).fetchall()
    return bool(found)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("88", "88.00"), ("88.00", "88.00"), ("88.00元", "88.00"), ("￥88.00", "88.00"), ("¥ 88.00", "88.00"),
        ("CNY88", "88.00"), ("RMB 88.00", "88.00"), ("1,288.00", "1288.00"), ("￥1，288.00", "1288.00"),
        ("８８.00", "88.00"), ("88．00", "88.00"), (" 88.00\t", "88.00"), ("=88", "88.00"), ("-88.00", "-88.00"),
        ("8.8E1", "88.00"), ("88.004", "88.00"), ("0.00", "0.00"), ("", None), ("无退款申请", None), ("null", None),
    ],
)  # fmt: skip
def test_money_in_any_form(cursor: duckdb.DuckDBPyConnection, cell: str, amount: str | None) -> None:
    assert value(cursor, "to_money", cell) == amount
    assert not is_odd(cursor, "money", cell)


@pytest.mark.parametrize("cell", ["免费", "#REF!", "########", "88块", "1.2.3"])
def test_money_that_cannot_be_read_is_said(cursor: duckdb.DuckDBPyConnection, cell: str) -> None:
    assert value(cursor, "to_money", cell) is None
    assert is_odd(cursor, "money", cell)


@pytest.mark.parametrize(
    "cell",
    [
        '="402933162870552118"', "'402933162870552118", "‘402933162870552118’", "402933162870552118\t",
        "４０２９３３１６２８７０５５２１１８", "\u202d402933162870552118\u202c", "\ufeff402933162870552118",
        "4029 3316 2870 5521 18", "402,933,162,870,552,118", "402933162870552118\x1a",
    ],
)  # fmt: skip
def test_an_id_in_any_form(cursor: duckdb.DuckDBPyConnection, cell: str) -> None:
    assert value(cursor, "whole_id", cell) == "402933162870552118"
    assert value(cursor, "is_damaged_id", "402933162870552118") == "false"


@pytest.mark.parametrize("cell", ["1.37359E+14", "4.02933162870552E17", "4.02933162870552e+017", "4E+17", "4E17",
                                  "402933162870552118.0", "4029331628705521152.00"])  # fmt: skip
def test_an_id_that_lost_its_digits(cursor: duckdb.DuckDBPyConnection, cell: str) -> None:
    [(found,)] = cursor.execute("select is_damaged_id(whole_id($cell))", {"cell": cell}).fetchall()
    assert found is True


@pytest.mark.parametrize("cell", ["合计", "合计：", "总 计", "小计", "共2条", "订单编号", "主订单编号", "退款编号"])
def test_sums_and_repeated_headers_are_no_rows(cursor: duckdb.DuckDBPyConnection, cell: str) -> None:
    assert value(cursor, "is_caption", cell) == "true"
    assert value(cursor, "is_caption", "402933162870552118") == "false"


@settings(max_examples=30, deadline=None)
@given(cells=st.lists(st.text(max_size=40), min_size=1, max_size=40))
def test_any_text_at_all_is_read_without_an_error(cursor: duckdb.DuckDBPyConnection, cells: list[str]) -> None:
    cells = [cell.encode("utf-8", "ignore").decode().replace("\x00", "") for cell in cells]
    for cell, tidied in zip(cells, values(cursor, None, cells), strict=True):
        assert tidied is None or (isinstance(tidied, str) and len(tidied) <= len(cell))
    for macro in ("to_time", "to_money", "to_count", "whole_id", "is_caption", "full_number", "veil_phone"):
        assert len(values(cursor, macro, cells)) == len(cells)


@pytest.mark.parametrize(
    ("length", "ids", "ending", "expected"),
    [
        (18, 2, 2, True), (18, 1, 1, False), (18, 1000, 1, False), (18, 1000, 500, True), (16, 1, 1, False),
        (16, 8, 8, True), (16, 1000, 100, False), (17, 3, 1, False), (19, 12, 0, False),
    ],
)  # fmt: skip
def test_zeros_at_the_end_are_a_loss_only_beyond_chance(length: int, ids: int, ending: int, expected: bool) -> None:
    assert is_beyond_chance(length, ids, ending) is expected
