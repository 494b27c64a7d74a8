"""Order reports cut down to who paid how much and when, as people pass them on: taken in, judged, drawn over time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import pipeline
from etl.intake import Source, take_in
from etl.outcome import Outcome
from risk.listing import flagged
from tests.etl.files import write
from tests.risk.rows import answers
from warehouse import Warehouse

ORDER = {
    "买家昵称": "云上朵",
    "付款日期": "2026-10-05 10:00:00",
    "订单状态": "交易成功",
    "实付金额": "210",
    "邮费": "0",
}
REFUNDED = "付款以后用户退款成功，交易自动关闭"
LEFT = "付款以前，卖家或买家主动关闭交易"


def taken(tmp_path: Path, store: Warehouse, rows: list[dict[str, str]]) -> Outcome:
    [outcome] = take_in(store, [Source("list.csv", write(tmp_path / "list.csv", list(rows[0]), rows))])
    return outcome


@pytest.mark.parametrize("columns", [("买家昵称", "付款日期", "订单状态"), ("买家昵称", "付款日期", "实付金额")])
def test_buyer_and_time_with_a_state_or_an_amount_are_an_order(tmp_path: Path, columns: tuple[str, ...]) -> None:
    store = Warehouse()
    outcome = taken(tmp_path, store, [{column: ORDER[column] for column in columns}])
    assert (outcome.error, outcome.kind, outcome.rows_new) == (None, "orders", 1)
    assert {"etl.no_order_column", "etl.no_title_column"} <= {note.key for note in outcome.notes}


@pytest.mark.parametrize(
    "columns",
    [
        ("买家昵称", "付款日期"),
        ("买家昵称", "订单状态", "实付金额"),
        ("付款日期", "订单状态", "实付金额"),
        ("买家昵称", "付款日期", "实付金额", "退款原因"),
        ("买家昵称", "付款日期", "实付金额", "评价内容"),
    ],
)
def test_what_says_less_or_something_else_is_refused(tmp_path: Path, columns: tuple[str, ...]) -> None:
    outcome = taken(tmp_path, Warehouse(), [{column: ORDER.get(column, "无") for column in columns}])
    assert outcome.error is not None


def test_with_numbers_the_item_report_tells_what_was_bought(tmp_path: Path) -> None:
    outcome = taken(tmp_path, Warehouse(), [ORDER | {"订单编号": "402933162870552119"}])
    assert outcome.error is None
    assert "etl.no_title_column" not in {note.key for note in outcome.notes}


def test_who_closes_what_others_keep_is_listed_and_stands_in_time(tmp_path: Path) -> None:
    rows = [
        ORDER | {"买家昵称": f"客{day:02d}{order}", "付款日期": f"2026-10-{day:02d} 10:0{order}:00"}
        for day in range(5, 26)
        for order in range(6)
    ]
    rows += [
        ORDER | {"买家昵称": "退货侠", "付款日期": f"2026-10-{day:02d} 20:00:00", "订单状态": REFUNDED}
        for day in range(5, 15)
    ]
    store = Warehouse(tmp_path / "shop.duckdb")
    pipeline.run(store, [Source("list.csv", write(tmp_path / "list.csv", list(ORDER), rows))])
    listed = flagged(store)
    assert list(listed["buyer"]) == ["退货侠"]
    assert (listed["refunds"][0], listed["unpaid"][0]) == (10, 0)
    weeks = [(row["week"], row["everyone"]) for row in answers(store, "risk/weekly") if row["signal"] == "refund"]
    assert weeks[:2] == [(datetime(2026, 10, 5), 7), (datetime(2026, 10, 12), 3)]
    assert [row["orders"] for row in answers(store, "risk/course")] == [49, 45, 42]
    [coverage] = answers(store, "risk/coverage")
    assert (coverage["first_at"], coverage["last_at"]) == (
        datetime(2026, 10, 5, 10),
        datetime(2026, 10, 25, 10, 5),
    )
    events = answers(store, "risk/buyer_events", shop="", buyer="退货侠")
    assert {row["at"].day for row in events if row["lane"] == "order"} == set(range(5, 15))


def test_the_words_for_a_closed_order_say_whether_it_was_paid(tmp_path: Path) -> None:
    store = Warehouse()
    bare = {"买家昵称": "云上朵", "下单时间": "2026-10-05 10:00:00"}
    rows = [
        bare | {"订单状态": status, "下单时间": f"2026-10-05 10:0{place}:00"}
        for place, status in enumerate([LEFT, REFUNDED, "交易关闭", "交易关闭（买家未付款）"])
    ]
    taken(tmp_path, store, rows)
    with store.cursor() as cursor:
        found = cursor.execute("select state, is_unpaid from buyer_order order by created_at").fetchall()
    assert found == [("closed", True), ("closed", False), ("closed", None), ("closed", True)]


def test_who_orders_again_is_not_listed_for_it_where_no_time_tells(tmp_path: Path) -> None:
    rows = [
        ORDER | {"买家昵称": f"客{day:02d}{order}", "付款日期": f"2026-10-{day:02d} 10:0{order}:00"}
        for day in range(5, 26)
        for order in range(6)
    ]
    left = {"付款日期": "", "订单状态": "交易关闭"}
    rows += [ORDER | {"买家昵称": "重拍客", "付款日期": f"2026-10-{day:02d} 20:00:00"} for day in range(5, 13)]
    rows += [ORDER | {"买家昵称": "重拍客", "实付金额": f"{place}"} | left for place in range(8)]
    rows += [ORDER | {"买家昵称": "拍不付", "实付金额": f"{place}"} | left for place in range(8)]
    store = Warehouse(tmp_path / "shop.duckdb")
    pipeline.run(store, [Source("list.csv", write(tmp_path / "list.csv", list(ORDER), rows))])
    listed = flagged(store)
    assert list(listed["buyer"]) == ["拍不付"]
    everyone = flagged(store, everyone=True).set_index("buyer")
    assert everyone.loc["重拍客", ["unpaid", "unpaid_counted"]].tolist() == [8, 0]
