"""Which refunds count, and for which line: one refund a test, given rows and the expected judgement."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.risk.rows import NOON, UNPAID, listed, put, put_orders, trials
from warehouse import Warehouse

HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> Warehouse:
    return Warehouse()


@pytest.mark.parametrize(
    ("refund", "expected"),
    [
        ({"state": "success"}, (True, None)),
        ({"state": "open"}, (True, None)),
        ({"state": "refused"}, (True, None)),
        ({"state": "closed"}, (False, None)),
        ({"kind": "exchange"}, (False, None)),
        ({"fault": "shop", "reason": "发错货"}, (False, "shop_fault")),
        ({"fault": "buyer"}, (True, None)),
    ],
    ids=["paid back", "asked", "refused", "withdrawn", "exchange", "shop at fault", "buyer liable"],
)
def test_which_refunds_count(store: Warehouse, refund: dict[str, object], expected: tuple[bool, str | None]) -> None:
    put_orders(store, {"order_id": "1"})
    put(store, "refund", {"refund_id": "r1", "order_id": "1", "item_id": "701"} | refund)
    assert trials(store, "refund") == {"r1": expected}


def test_a_refund_of_which_no_word_tells_the_state_counts_as_asked_for(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1", "item_id": "701"}, {"order_id": "2", "item_id": "701"})
    put(store, "refund", {"refund_id": "r1", "order_id": "1", "item_id": "701", "state": None})
    put(store, "refund", {"refund_id": "r2", "order_id": "2", "item_id": "701", "state": None, "status": "别的话"})
    assert trials(store, "refund") == {"r1": (True, None), "r2": (False, None)}


def test_refunds_and_reviews_tell_what_order_reports_without_item_ids_do_not(store: Warehouse) -> None:
    put(store, "buyer_order", {"order_id": "1"})
    for place, title in enumerate(("杯", "碗")):
        line = {"order_id": "1", "line_id": f"o{place}", "source": "orders", "item_id": None, "title": title}
        put(store, "order_line", line)
        refund = {"refund_id": f"r{place}", "order_id": "1", "item_id": f"70{place}", "title": title}
        put(store, "refund", refund)
    put(store, "review", {"review_id": "v1", "order_id": "1", "item_id": "701", "title": "碗"})
    assert trials(store, "refund") == {"r0": (True, None), "r1": (True, None)}
    with listed(store) as cursor:
        products = cursor.execute("select signal, product from trial where title = '碗' order by all").fetchall()
    assert products == [("refund", "701"), ("review", "701"), ("unpaid", "701")]


@pytest.mark.parametrize(
    ("refund", "is_ours"),
    [
        ({"is_partial": True}, True),
        ({"is_partial": False}, False),
        ({"amount": 8, "order_paid": 100}, True),
        ({"amount": 100, "order_paid": 100}, False),
        ({"amount": 100, "order_paid": 100, "is_partial": True}, True),
        # what was paid for the line, where the refund export does not say
        ({"amount": 8}, True),
        ({"amount": 100}, False),
        ({"amount": None}, True),
        ({"is_partial": True, "fault": "buyer"}, False),
        ({"is_partial": True, "reason_class": "other"}, False),
    ],
)
def test_postage_and_what_the_price_fell_by_count_only_where_all_of_the_money_went_back(
    store: Warehouse, refund: dict[str, object], is_ours: bool
) -> None:
    put_orders(store, {"order_id": "1"})
    put(store, "refund", {"refund_id": "r", "order_id": "1", "item_id": "701", "reason_class": "price"} | refund)
    assert trials(store, "refund")["r"] == ((False, "shop_fault") if is_ours else (True, None))


@pytest.mark.parametrize(
    ("refund", "again", "why"),
    [
        ({}, {}, "reordered"),
        ({}, {"created_at": NOON + 24 * HOUR}, "reordered"),
        ({}, {"created_at": NOON + 25 * HOUR}, None),
        ({}, {"created_at": NOON - HOUR}, None),
        ({}, {"item_id": "702", "title": "茶盘"}, None),
        ({}, {"buyer": "乙"}, None),
        ({}, {"state": "closed"}, None),
        ({}, {"refund_amount": 100}, None),
        ({}, UNPAID, None),
        ({}, {"state": "waiting", "is_unpaid": None, "paid_at": None}, None),
        ({"state": "closed"}, {}, None),
        ({"kind": "refund_only"}, {}, None),
        ({"kind": "return"}, {}, None),
    ],
)
def test_what_is_taken_back_before_dispatch_to_order_it_anew_does_not_count(
    store: Warehouse, refund: dict[str, object], again: dict[str, object], why: str | None
) -> None:
    put_orders(store, {"order_id": "1"}, {"order_id": "2", "created_at": NOON + HOUR} | again)
    put(store, "refund", {"refund_id": "r", "order_id": "1", "item_id": "701", "kind": "before_dispatch"} | refund)
    assert trials(store, "refund")["r"] == (refund.get("state") != "closed", why)


@pytest.mark.parametrize(
    ("known", "is_kept"),
    [("none", True), ("closed", True), (None, True), ("success", False), ("open", False), ("refused", False)],
)
def test_what_was_ordered_anew_is_kept_as_far_as_its_line_says(
    store: Warehouse, known: str | None, is_kept: bool
) -> None:
    put_orders(store, {"order_id": "1"}, {"order_id": "2", "created_at": NOON + HOUR})
    put(store, "refund", {"refund_id": "r", "order_id": "1", "item_id": "701", "kind": "before_dispatch"})
    with store.writing() as cursor:
        cursor.execute("update order_line set refund_state = $known where order_id = '2'", {"known": known})
    assert trials(store, "refund")["r"] == (True, "reordered" if is_kept else None)


def test_nobody_knows_whether_it_was_the_same_where_no_product_is_told(store: Warehouse) -> None:
    put(store, "buyer_order", {"order_id": "1"}, {"order_id": "2", "created_at": NOON + HOUR})
    put(store, "refund", {"refund_id": "r", "order_id": "1", "kind": "before_dispatch"})
    assert trials(store, "refund")["r"] == (True, None)


def test_what_was_ordered_anew_counts_where_it_was_taken_back_as_well(store: Warehouse) -> None:
    put_orders(store, *({"order_id": str(n), "created_at": NOON + n * HOUR} for n in range(3)))
    back = [{"refund_id": f"r{n}", "order_id": str(n), "item_id": "701", "kind": "before_dispatch"} for n in range(3)]
    put(store, "refund", *back)
    assert trials(store, "refund") == {"r0": (True, None), "r1": (True, None), "r2": (True, None)}
    with store.writing() as cursor:
        cursor.execute("delete from refund where refund_id = 'r2'")
    assert trials(store, "refund") == {
        "r0": (True, "reordered"), "r1": (True, "reordered"), "2-1": (False, None),
    }  # fmt: skip


def test_a_refund_belongs_to_the_line_of_its_product_by_id_or_by_title(store: Warehouse) -> None:
    put(store, "buyer_order", {"order_id": "1"})
    put(
        store,
        "order_line",
        {"order_id": "1", "line_id": "a"},
        {"order_id": "1", "line_id": "b", "item_id": "702", "title": "茶壶"},
    )
    put(store, "refund", {"refund_id": "r1", "order_id": "1", "title": "茶壶"})
    assert trials(store, "refund") == {"a": (False, None), "r1": (True, None)}
