"""The time that the refund exports leave out: told where many refunds were to be expected in it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.pages.shown import app, texts
from tests.risk.rows import NOON, SHOP, UNPAID, answers, put
from warehouse import Warehouse, warehouse_at

FIRST = date(2026, 7, 1)
DAYS, A_DAY = 100, 20
# every day so many orders; of a day on which refunds are asked for, two of them are refunded
ORDERS = (
    "insert into buyer_order select buyer_order.* replace (day || '-' || place as order_id, "
    "$first::date + day::integer as paid_at, paid_at as created_at, $shop as shop) "
    "from buyer_order, range($days) as days(day), range($a_day) as places(place) where order_id = 'like'"
)
REFUNDS = (
    "insert into refund select refund.* replace ($shop || day || '-' || place as refund_id, "
    "day || '-' || place as order_id, $first::date + day::integer as applied_at, $shop as shop) "
    "from refund, range($days) as days(day), range(2) as places(place) "
    "where refund_id = 'like' and list_contains($asks, day)"
)


def shop_of(asks: Callable[[int], bool], shop: str = SHOP, store: Warehouse | None = None) -> Warehouse:
    """A shop that sells every day; of a day's orders two are refunded, on the days that the export speaks of."""
    store = store or Warehouse()
    put(store, "buyer_order", {"order_id": "like"})
    put(store, "refund", {"refund_id": "like", "order_id": "like"})
    values = {"first": FIRST, "days": DAYS, "a_day": A_DAY, "shop": shop}
    with store.writing() as cursor:
        cursor.execute(ORDERS, values)
        del values["a_day"]
        cursor.execute(REFUNDS, values | {"asks": [day for day in range(DAYS) if asks(day)]})
        cursor.execute("delete from buyer_order where order_id = 'like'")
        cursor.execute("delete from refund where refund_id = 'like'")
    return store


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.mark.parametrize(
    ("asks", "gap"),
    [
        (lambda _: True, None),
        (lambda number: number >= 70, (0, 69)),
        (lambda number: not 30 <= number < 60, (30, 59)),
        # of two the greater
        (lambda number: number >= 10 and not 30 <= number < 60, (30, 59)),
        # the first refunds of a shop come some days after its first orders
        (lambda number: number >= 7, (0, 6)),
        (lambda number: number >= 6, None),
        # the end is told by how far the export goes
        (lambda number: number < 60, None),
        (lambda _: False, None),
    ],
)
def test_a_time_without_any_refund_is_told_where_ten_were_to_come(
    asks: Callable[[int], bool], gap: tuple[int, int] | None
) -> None:
    found = answers(shop_of(asks), "risk/refund_gap")
    told = [(row["first_day"].date(), row["last_day"].date(), row["orders"]) for row in found]
    assert told == ([] if gap is None else [(day(gap[0]), day(gap[1]), (gap[1] - gap[0] + 1) * A_DAY)])


@pytest.mark.parametrize(("days", "is_told"), [(10, True), (9, False)])
def test_where_few_are_asked_for_a_time_without_any_may_be_chance(days: int, is_told: bool) -> None:
    store = shop_of(lambda number: number >= days)
    with store.writing() as cursor:
        cursor.execute("delete from refund where ends_with(order_id, '-1')")
    assert bool(answers(store, "risk/refund_gap")) == is_told


def test_where_nothing_was_sold_nothing_is_missing() -> None:
    store = shop_of(lambda number: not 30 <= number < 60)
    with store.writing() as cursor:
        cursor.execute("delete from buyer_order where paid_at between $since and $until", {
            "since": day(30), "until": day(59)})  # fmt: skip
    assert answers(store, "risk/refund_gap") == []


def test_orders_that_nobody_paid_for_have_no_refunds_to_wait_for() -> None:
    store = shop_of(lambda number: not 30 <= number < 60)
    with store.writing() as cursor:
        cursor.execute(
            "update buyer_order set state = $state, is_unpaid = true, paid_at = null "
            "where paid_at between $since and $until",
            {"state": UNPAID["state"], "since": day(30), "until": day(59)},
        )
    assert answers(store, "risk/refund_gap") == []


def test_each_shop_is_measured_by_itself() -> None:
    store = shop_of(lambda _: True)
    shop_of(lambda number: number >= 50, "乙店", store)
    assert answers(store, "risk/refund_gap", shop=SHOP) == []
    for shop in ("乙店", None):
        [row] = answers(store, "risk/refund_gap", shop=shop)
        assert (row["shop"], row["last_day"].date()) == ("乙店", day(49))


def test_of_several_shops_it_is_told_which_lacks_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUOYAN_DATABASE", str(tmp_path / "shop.duckdb"))
    store = shop_of(lambda _: True, store=warehouse_at(tmp_path / "shop.duckdb"))
    shop_of(lambda number: number >= 70, "乙店", store)
    put(store, "batch", {"batch_id": 1, "last_at": NOON}, {"batch_id": 2, "kind": "refunds", "last_at": NOON})
    assert "乙店 · **退款**缺" in texts(app("zh").run())
    at = app("zh")
    at.query_params["shop"] = "乙店"
    found = texts(at.run())
    assert "**退款**缺" in found and "乙店 · **退款**缺" not in found


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "**退款**缺 2026-07-01 到 2026-09-08"), ("en", "**refunds** from 2026-07-01 to 2026-09-08")],
)
def test_today_asks_for_the_export_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("HUOYAN_DATABASE", str(tmp_path / "shop.duckdb"))
    store = shop_of(lambda number: number >= 70, store=warehouse_at(tmp_path / "shop.duckdb"))
    put(store, "batch", {"batch_id": 1, "last_at": NOON}, {"batch_id": 2, "kind": "refunds", "last_at": NOON})
    at = app(language).run()
    assert not at.exception
    assert words in texts(at)


def test_refunds_without_a_time_leave_no_gap() -> None:
    store = shop_of(lambda _: True)
    with store.writing() as cursor:
        cursor.execute("update refund set applied_at = null where applied_at < $until", {"until": day(50)})
    assert answers(store, "risk/refund_gap") == []
    with store.writing() as cursor:
        cursor.execute("delete from refund where applied_at is null")
    assert [row["last_day"].date() for row in answers(store, "risk/refund_gap")] == [day(49)]
