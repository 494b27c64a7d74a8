"""Order reports cut down to who paid how much and when, as people pass them on: taken in, judged, drawn over time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import pipeline
from etl.intake import Source, take_in
from etl.outcome import Outcome
from risk.doubts import doubts_of, held_back
from risk.listing import flagged
from risk.refresh import settings_of
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
    weeks = [
        (row["week"], row["everyone"])
        for row in answers(store, "risk/weekly", product=None)
        if row["signal"] == "refund"
    ]
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


def crowd() -> list[dict[str, str]]:
    return [
        ORDER | {"买家昵称": f"客{day:02d}{order}", "付款日期": f"2026-10-{day:02d} 10:0{order}:00"}
        for day in range(5, 26)
        for order in range(6)
    ]


def tiers(tmp_path: Path, rows: list[dict[str, str]], *, hours: int = 24) -> dict[str, str]:
    """Listed buyer → tier, where reordering clears within so many hours."""
    store = Warehouse(tmp_path / "shop.duckdb")
    with store.writing() as cursor:
        cursor.execute("update setting set value = $hours where name = 'reorder_hours'", {"hours": hours})
    pipeline.run(store, [Source("list.csv", write(tmp_path / "list.csv", list(rows[0]), rows))])
    listed = flagged(store)
    return dict(zip(listed["buyer"], listed["tier"], strict=True))


def left(buyer: str, times: int, **cells: str) -> list[dict[str, str]]:
    """Unpaid orders without a time."""
    row = ORDER | {"买家昵称": buyer, "付款日期": "", "订单状态": "交易关闭"} | cells
    return [row | {"实付金额": f"{place}"} for place in range(times)]


def paid(buyer: str, times: int, **cells: str) -> list[dict[str, str]]:
    return [ORDER | {"买家昵称": buyer, "付款日期": f"2026-10-{5 + n:02d} 20:00:00"} | cells for n in range(times)]


def test_who_may_have_ordered_again_is_only_on_watch_where_no_time_tells(tmp_path: Path) -> None:
    rows = [*crowd(), *left("重拍客", 8), *paid("重拍客", 8), *left("拍不付", 8), *left("半数", 12), *paid("半数", 4)]
    found = tiers(tmp_path, rows)
    # of 12 unpaid ones four may be those that were paid: 8 + 4 / 4 are worth more than three
    assert found == {"重拍客": "watch", "拍不付": "high", "半数": "high"}


def test_where_the_owner_has_every_order_count_one_without_a_time_does(tmp_path: Path) -> None:
    assert tiers(tmp_path, [*crowd(), *left("重拍客", 8), *paid("重拍客", 8)], hours=0) == {"重拍客": "high"}


def test_only_payments_for_the_same_product_may_be_those_orders(tmp_path: Path) -> None:
    cup, pot = {"宝贝标题": "茶杯"}, {"宝贝标题": "茶壶"}
    rows = [row | (cup if place % 2 else pot) for place, row in enumerate(crowd())]
    rows += [
        *left("换货客", 8, **cup),
        *paid("换货客", 8, **pot),
        *left("重拍客", 8, **cup),
        *paid("重拍客", 8, **cup),
    ]
    assert tiers(tmp_path, rows) == {"换货客": "high", "重拍客": "watch"}


def test_the_page_says_why_such_a_buyer_is_only_on_watch(tmp_path: Path) -> None:
    tiers(tmp_path, [*crowd(), *left("重拍客", 8), *paid("重拍客", 8)])
    store = Warehouse(tmp_path / "shop.duckdb")
    [found] = answers(store, "risk/buyer_doubts", shop="", buyer="重拍客")
    assert [doubt.key for doubt in doubts_of(found, "unpaid") if doubt.is_open] == ["undated"]
    assert found["undated"] == 8
    [row] = [
        row for row in answers(store, "risk/buyer_signals", shop="", buyer="重拍客") if row["signal"] == "unpaid"
    ]
    with store.cursor() as cursor:
        assert held_back(row, settings_of(cursor)) == "watch_only_unpaid"
