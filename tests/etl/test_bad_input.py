"""What cannot be used is kept with its reason; nothing else suffers."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import openpyxl
import pytest

from etl.intake import Source, take_in
from etl.rejects import rejected_rows, rejected_workbook
from locales import LANGUAGES, catalogue, say
from tests.etl.files import header, write
from tests.etl.test_header_versions import ORDER_ROWS
from warehouse import Warehouse

GOOD = dict(ORDER_ROWS[0])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"订单编号": "1.37359E+14", "主订单编号": ""}, "damaged_id"),
        ({"订单编号": "", "主订单编号": ""}, "no_order_id"),
        ({"订单创建时间": "昨天下午"}, "odd_time"),
        ({"总金额": "八十八"}, "odd_money"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_rest_is_in(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    warehouse = Warehouse()
    file = write(tmp_path / "o.csv", header("O-E"), [GOOD | change, ORDER_ROWS[1]])
    outcome = take_in(warehouse, [Source("o.csv", file)])[0]
    assert (outcome.error, outcome.rows_read, outcome.rows_new, outcome.rows_rejected) == (None, 2, 1, 1)
    kept = rejected_rows(warehouse, [])
    assert list(kept["reason"]) == [reason]
    assert list(kept["row_number"]) == [2]
    assert json.loads(kept["cells"][0])["买家会员名"] == "小店常客21"
    (tmp_path / "rejected.xlsx").write_bytes(rejected_workbook(kept, "zh"))
    sheet = openpyxl.load_workbook(tmp_path / "rejected.xlsx").worksheets[0]
    assert say("zh", f"etl.reason.{reason}") in str(sheet["C2"].value)


def test_a_refused_file_changes_nothing_and_says_what_to_tick(tmp_path: Path) -> None:
    warehouse = Warehouse()
    good = write(tmp_path / "good.csv", header("O-G"), ORDER_ROWS)
    take_in(warehouse, [Source("good.csv", good)])
    version = warehouse.version()
    broken = write(tmp_path / "bad.csv", ["买家会员名", "订单状态", "总金额"], [{"买家会员名": "x"}])
    outcome = take_in(warehouse, [Source("bad.csv", broken)])[0]
    assert outcome.error is not None
    assert "订单编号" in say("zh", outcome.error.key, **outcome.error.values)
    assert warehouse.version() == version
    with warehouse.cursor() as cursor:
        assert cursor.execute("select count(*) from buyer_order").fetchall() == [(2,)]


def test_the_newest_state_wins_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    waiting = GOOD | {"订单状态": "等待买家付款", "订单付款时间": ""}
    done = GOOD | {"订单状态": "交易成功", "确认收货时间": "2026-10-20 00:00:00"}
    old = write(tmp_path / "old.csv", header("O-G"), [waiting])
    new = write(tmp_path / "new.csv", header("O-G"), [done])
    for files in ((old, new), (new, old)):
        warehouse = Warehouse()
        take_in(warehouse, [Source(file.name, file) for file in files])
        with warehouse.cursor() as cursor:
            assert cursor.execute("select state from buyer_order").fetchall() == [("success",)]


@pytest.mark.parametrize("junk", [b"", b"PK\x03\x04 broken", b"\x00\x01\x02" * 50, "随便写的一段话".encode()])
def test_junk_is_refused_in_words(tmp_path: Path, junk: bytes) -> None:
    file = tmp_path / "junk.xlsx"
    file.write_bytes(junk)
    outcome = take_in(Warehouse(), [Source("junk.xlsx", file)])[0]
    assert outcome.error is not None
    for language in LANGUAGES:
        assert outcome.error.key in catalogue(language)


def test_a_masked_buyer_is_nobody_but_counts_for_the_shop(tmp_path: Path) -> None:
    warehouse = Warehouse()
    file = write(tmp_path / "o.csv", header("O-E"), [GOOD | {"买家会员名": "小**1"}])
    take_in(warehouse, [Source("o.csv", file)])
    with warehouse.cursor() as cursor:
        assert cursor.execute("select buyer, order_id from buyer_order").fetchall() == [(None, "402933162870552118")]


def test_an_import_leaves_the_bound_of_memory_as_it_was(tmp_path: Path) -> None:
    store, file = Warehouse(tmp_path / "shop.duckdb"), write(tmp_path / "o.csv", header("O-E"), ORDER_ROWS)

    def bound(cursor: duckdb.DuckDBPyConnection) -> object:
        return cursor.execute("select current_setting('memory_limit')").fetchall()

    with store.cursor() as cursor:
        before = bound(cursor)
        assert take_in(store, [Source("o.csv", file)])[0].error is None
        assert bound(cursor) == before
