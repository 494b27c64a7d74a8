"""What counts for and against a buyer: one chance a test, given rows and the expected judgement."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from tests.risk.rows import NOON, UNPAID, answers, judged, listed, put, put_orders, trials
from warehouse import Warehouse

HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> Warehouse:
    return Warehouse()


def test_an_order_closed_without_payment_is_a_hit_and_a_paid_one_a_miss(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"} | UNPAID, {"order_id": "2", "item_id": "702"})
    assert trials(store, "unpaid") == {"1": (True, None), "2": (False, None)}


@pytest.mark.parametrize(
    ("later", "item", "buyer", "why"),
    [
        (23 * HOUR, "701", "甲", "reordered"),
        (24 * HOUR, "701", "甲", "reordered"),
        (24 * HOUR + timedelta(seconds=1), "701", "甲", None),
        (-HOUR, "701", "甲", None),
        (HOUR, "702", "甲", None),
        (HOUR, "701", "乙", None),
    ],
    ids=["in time", "at the limit", "too late", "before", "another product", "another buyer"],
)
def test_ordering_the_same_again_and_paying_within_a_day_clears_the_unpaid_order(
    store: Warehouse, later: timedelta, item: str, buyer: str, why: str | None
) -> None:
    again = NOON + later
    put_orders(
        store,
        {"order_id": "1"} | UNPAID,
        {"order_id": "2", "item_id": item, "buyer": buyer, "created_at": again, "paid_at": again},
    )
    assert trials(store, "unpaid")["1"] == (True, why)


def test_a_second_unpaid_order_clears_nothing(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"} | UNPAID, {"order_id": "2", "created_at": NOON + HOUR} | UNPAID)
    assert trials(store, "unpaid") == {"1": (True, None), "2": (True, None)}


def test_what_the_shop_closed_for_lack_of_stock_does_not_count(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1", "close_reason": "缺货"} | UNPAID)
    assert trials(store, "unpaid")["1"] == (True, "out_of_stock")


@pytest.mark.parametrize(("hours", "why"), [(23, "payment_window"), (24, None), (80, None)])
def test_an_order_waits_for_payment_until_its_time_is_up(store: Warehouse, hours: int, why: str | None) -> None:
    waiting = {"status": "等待买家付款", "state": "waiting", "paid_at": None, "paid": 0}
    put_orders(store, {"order_id": "1", "seen_at": NOON + hours * HOUR} | waiting, {"order_id": "2"} | UNPAID)
    assert trials(store, "unpaid")["1"] == (True, why)
    # what the list says happened, and what of it counts
    with judged(store).cursor() as cursor:
        found = cursor.execute("select orders, unpaid, unpaid_observed from buyer_summary").fetchall()
    assert found == [(2, 1, 1) if why else (2, 2, 2)]


@pytest.mark.parametrize(("hours", "unpaid"), [(23, 0), (24, 1)])
def test_an_order_that_may_still_be_paid_has_not_happened_though_it_was_placed_again(
    store: Warehouse, hours: int, unpaid: int
) -> None:
    waiting = {"status": "等待买家付款", "state": "waiting", "paid_at": None, "paid": 0}
    again = NOON + 2 * HOUR
    put_orders(
        store,
        {"order_id": "1", "seen_at": NOON + hours * HOUR} | waiting,
        {"order_id": "2", "created_at": again, "paid_at": again},
    )
    assert trials(store, "unpaid")["1"] == (True, "reordered" if unpaid else "payment_window")
    with judged(store).cursor() as cursor:
        found = cursor.execute("select orders, unpaid, unpaid_observed from buyer_summary").fetchall()
    assert found == [(2, unpaid, 0)]


def test_an_unpaid_order_of_two_products_happened_once(store: Warehouse) -> None:
    put(store, "buyer_order", {"order_id": "1"} | UNPAID, {"order_id": "2", "close_reason": "缺货"} | UNPAID)
    line = {"order_id": "1", "item_id": "702", "title": "茶壶"}
    put(store, "order_line", {"order_id": "1", "line_id": "a"}, line | {"line_id": "b"})
    with judged(store).cursor() as cursor:
        found = cursor.execute("select orders, unpaid, unpaid_observed from buyer_summary").fetchall()
    assert found == [(2, 2, 1)]


def test_an_order_of_two_products_weighs_half_in_each(store: Warehouse) -> None:
    put(store, "buyer_order", {"order_id": "1"} | UNPAID)
    put(
        store,
        "order_line",
        {"order_id": "1", "line_id": "a"},
        {"order_id": "1", "line_id": "b", "item_id": "702", "title": "茶壶"},
    )
    with listed(store) as cursor:
        rows = cursor.execute(
            "select product, weight::double from trial where signal = 'unpaid' order by product"
        ).fetchall()
    assert rows == [("701", 0.5), ("702", 0.5)]


def test_a_refund_export_without_buyers_reaches_the_buyer_through_the_order(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1", "buyer": "丙"})
    put(store, "refund", {"refund_id": "r1", "order_id": "1", "item_id": "701"})
    with listed(store) as cursor:
        rows = cursor.execute("select buyer, ref_id, is_hit from trial where signal = 'refund'").fetchall()
    assert rows == [("丙", "r1", True)]


def test_without_a_refund_export_the_item_report_then_the_order_decides(store: Warehouse) -> None:
    put(
        store,
        "buyer_order",
        {"order_id": "1"},
        {"order_id": "2", "state": "closed", "status": "交易关闭"},
        {"order_id": "3", "refund_amount": 30},
        {"order_id": "4"},
    )
    put(
        store,
        "order_line",
        {"order_id": "1", "line_id": "a", "refund_state": "success"},
        {"order_id": "2", "line_id": "b"},
        {"order_id": "3", "line_id": "c"},
        {"order_id": "4", "line_id": "d", "refund_state": "none"},
    )
    assert trials(store, "refund") == {
        "a": (True, None),
        "b": (True, None),
        "c": (True, None),
        "d": (False, None),
    }


def test_reviews_bad_good_and_written_by_the_system(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"})
    put(
        store,
        "review",
        {"review_id": "v1", "order_id": "1", "rating": "bad"},
        {"review_id": "v2", "order_id": "1", "rating": "neutral"},
        {"review_id": "v3", "order_id": "1", "is_default": True},
    )
    assert trials(store, "review") == {"v1": (True, None), "v2": (False, None), "v3": (False, "default_review")}


def test_without_the_item_report_products_are_the_titles_of_the_order_report(store: Warehouse) -> None:
    """An order of two titles has two lines there; a refund finds its own by title, or by the id seen elsewhere."""
    put(store, "buyer_order", {"order_id": "1", "buyer": "乙"}, {"order_id": "2"})
    put(
        store,
        "order_line",
        {"order_id": "1", "line_id": "1-1", "item_id": "801", "title": "茶壶"},
        {"order_id": "2", "line_id": "0", "source": "orders", "item_id": None, "title": "茶杯"},
        {"order_id": "2", "line_id": "1", "source": "orders", "item_id": None, "title": "茶壶"},
    )
    put(store, "refund", {"refund_id": "r1", "order_id": "2", "title": "茶壶"})
    with listed(store) as cursor:
        rows = cursor.execute(
            "select product, ref_id, is_hit from trial where signal = 'refund' and buyer = '甲' order by product"
        ).fetchall()
    assert rows == [("801", "r1", True), ("茶杯", "0", False)]


def test_an_order_that_no_report_gives_lines_for_still_counts(store: Warehouse) -> None:
    put(store, "buyer_order", {"order_id": "1"}, {"order_id": "2", "refund_amount": 100, "state": "closed"})
    assert trials(store, "unpaid") == {"1": (False, None), "2": (False, None)}
    assert sorted(hit for hit, _ in trials(store, "refund").values()) == [True]


@pytest.mark.parametrize(
    ("order", "is_hit", "amount"),
    [
        ({"state": "closed", "refund_amount": 100}, True, 100),
        ({"refund_amount": 30}, True, 30),
        ({"refund_amount": 0}, False, 0),
        ({"refund_amount": None}, False, 0),
    ],
    ids=["closed after payment", "partly refunded", "nothing refunded", "no such column"],
)
def test_without_a_refund_export_amounts_and_states_of_orders_tell(
    store: Warehouse, order: dict[str, object], is_hit: bool, amount: int
) -> None:
    put_orders(store, {"order_id": "1"} | order)
    with listed(store) as cursor:
        rows = cursor.execute("select is_hit, amount::integer from trial where signal = 'refund'").fetchall()
    assert rows == [(is_hit, amount)]


def test_a_partial_refund_is_a_refund_of_its_own_amount_and_two_of_one_line_are_one_chance(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"})
    put(
        store,
        "refund",
        {"refund_id": "r1", "order_id": "1", "item_id": "701", "amount": 40, "is_partial": True},
        {"refund_id": "r2", "order_id": "1", "item_id": "701", "amount": 25, "is_partial": True},
    )
    with listed(store) as cursor:
        rows = cursor.execute(
            "select is_hit, amount::integer from trial where signal = 'refund' order by ref_id"
        ).fetchall()
    assert rows == [(True, 65)]


@pytest.mark.parametrize("state", ["paid", "shipped"])
def test_an_open_order_that_was_paid_is_no_unpaid_order_and_a_chance_to_refund(store: Warehouse, state: str) -> None:
    put_orders(store, {"order_id": "1", "state": state, "status": "卖家已发货,等待买家确认"})
    assert trials(store, "unpaid") == {"1": (False, None)}
    assert trials(store, "refund") == {"1-1": (False, None)}


def test_an_unpaid_order_is_no_chance_to_refund(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"} | UNPAID)
    assert trials(store, "refund") == {}


def test_an_exchange_that_ended_in_a_refund_counts_once(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"})
    put(
        store,
        "refund",
        {"refund_id": "r1", "order_id": "1", "item_id": "701", "kind": "exchange"},
        {"refund_id": "r2", "order_id": "1", "item_id": "701", "kind": "return"},
    )
    assert trials(store, "refund") == {"r2": (True, None)}


@pytest.mark.parametrize("kind", ["before_dispatch", "refund_only", "return"])
def test_refunds_are_told_apart_by_kind(store: Warehouse, kind: str) -> None:
    put_orders(store, {"order_id": "1"})
    put(store, "refund", {"refund_id": "r1", "order_id": "1", "item_id": "701", "kind": kind})
    with listed(store) as cursor:
        rows = cursor.execute("select kind, is_hit from trial where signal = 'refund'").fetchall()
    assert rows == [(kind, True)]


def told_by_orders_alone(lines_of_their_own: bool) -> Warehouse:
    """Thirty buyers who order three times on one day, every fifth of whom sends all three back, and one day later."""
    store = Warehouse()
    orders, lines = [], []
    for number in range(30):
        for place in range(4):
            sent_back = number % 5 == 0 and place < 3
            order, at = f"{number}-{place}", NOON + (place == 3) * timedelta(days=1)
            closed = {"status": "交易关闭", "state": "closed"} if sent_back else {}
            orders.append({"order_id": order, "buyer": f"客{number}", "created_at": at, "paid_at": at} | closed)
            line = f"{order}-1" if lines_of_their_own else "o1"
            lines.append({"order_id": order, "line_id": line, "source": "orders", "item_id": f"70{place}"})
    put(store, "buyer_order", *orders)
    put(store, "order_line", *lines)
    return judged(store)


def test_lines_whose_numbers_only_count_within_an_order_are_chances_of_their_own() -> None:
    """Without an item report every order's first line is called o1: they are no more one refund for that."""
    store, numbered = told_by_orders_alone(False), told_by_orders_alone(True)
    [week] = [r for r in answers(store, "risk/weekly", product=None) if r["signal"] == "refund"]
    assert week["everyone"] == 18
    assert sum(r["others"] for r in answers(store, "risk/hours", signal="refund", since=None)) == 120
    with store.cursor() as cursor, numbered.cursor() as other:
        alone, together = (c.execute("from buyer_risk order by all").df() for c in (cursor, other))
        assert cursor.execute("select alikeness from signal_fit where signal = 'refund'").fetchall()[0][0] > 0.05
    assert (alone.loc[alone["signal"] == "refund", "evidence"] < 0.95).any()
    pd.testing.assert_frame_equal(alone, together)
