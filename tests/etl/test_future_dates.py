"""A time years ahead, as a slip of the hand makes it, is told and does not make all the rest look long past."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from etl.intake import Source, take_in
from etl.problem import Problem
from risk import verdicts
from tests.etl.files import write
from tests.risk.rows import answers
from warehouse import Warehouse

COLUMNS = ["订单编号", "买家会员名", "订单状态", "订单关闭原因", "订单创建时间", "订单付款时间", "宝贝标题"]
UNPAID = {"订单状态": "交易关闭", "订单关闭原因": "买家未付款"}
LAST = datetime.now().replace(hour=10, minute=0, second=0, microsecond=0) - timedelta(days=3)


def order(number: int, buyer: str, days_ago: int, **cells: str) -> dict[str, str]:
    """A paid order, unless the cells say otherwise."""
    placed = f"{LAST - timedelta(days=days_ago):%Y-%m-%d %H:%M:%S}"
    row = {
        "订单编号": f"4029331628705{number:05}",
        "买家会员名": buyer,
        "订单状态": "交易成功",
        "订单创建时间": placed,
        "订单付款时间": placed,
        "宝贝标题": "茶杯",
    } | cells
    return row | {"订单付款时间": ""} if "订单关闭原因" in cells else row


def shop(tmp_path: Path, *more: dict[str, str]) -> tuple[Warehouse, list[Problem]]:
    """Forty ordinary buyers, one who leaves unpaid, and these orders; judged."""
    rows = [order(n, f"客{n:02}", n % 20) for n in range(40)]
    rows += [order(100 + n, "甲", n, **UNPAID) for n in range(8)]
    store = Warehouse()
    file = write(tmp_path / "orders.csv", COLUMNS, [*rows, *more])
    [outcome] = take_in(store, [Source(file.name, file)])
    assert (outcome.error, outcome.rows_rejected) == (None, 0)
    verdicts.refresh(store)
    return store, [note for note in outcome.notes if note.key == "etl.ahead_of_time"]


def test_nothing_is_said_of_times_that_can_be(tmp_path: Path) -> None:
    tomorrow = f"{datetime.now() + timedelta(days=1):%Y-%m-%d %H:%M:%S}"
    _, notes = shop(tmp_path, order(900, "客01", 0, 订单付款时间=tomorrow))
    assert notes == []


def test_rows_of_the_future_are_counted_once_and_the_latest_is_named(tmp_path: Path) -> None:
    ahead = {"订单创建时间": "2098-05-01 10:00:00", "订单付款时间": "2098-05-01 10:01:00"}
    paid_ahead = {"订单付款时间": "2099-01-02 08:00:00"}
    _, notes = shop(tmp_path, order(900, "客01", 0, **ahead), order(901, "客02", 0, **paid_ahead))
    assert [note.values for note in notes] == [{"count": 2, "date": "2099-01-02"}]


def test_an_order_of_the_future_neither_ends_the_data_nor_stretches_the_weeks(tmp_path: Path) -> None:
    store, _ = shop(tmp_path, order(900, "客01", 0, 订单创建时间="2099-01-02 10:00:00", 订单付款时间=""))
    [coverage] = answers(store, "risk/coverage", shop=None)
    assert coverage["last_at"] == LAST
    for question, values in (("risk/weekly", {"product": None}), ("risk/course", {})):
        weeks = {row["week"] for row in answers(store, question, shop=None, **values)}
        assert max(weeks) == (LAST - timedelta(days=LAST.weekday())).replace(hour=0)
        assert len(weeks) <= 4


def test_it_leaves_nobody_faded(tmp_path: Path) -> None:
    store, _ = shop(tmp_path, order(900, "客01", 0, 订单创建时间="2099-01-02 10:00:00", 订单付款时间=""))
    with store.cursor() as cursor:
        assert cursor.execute("select buyer, tier from listed_buyer").fetchall() == [("甲", "high")]
        assert cursor.execute("from move_of_buyer where move = 'faded'").fetchall() == []
