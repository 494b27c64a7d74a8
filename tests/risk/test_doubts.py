"""Could it be us? What stands beside the reasons: late parcels, a price that fell, returns that need no reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from risk import settings
from risk.doubts import doubts_of
from tests.risk.rows import NOON, SHOP, answers, judged, put, put_orders, trials
from warehouse import Warehouse

DAY = timedelta(days=1)


@pytest.fixture
def store() -> Warehouse:
    """甲 has bought four cups and sent them back."""
    store = Warehouse()
    put_orders(store, *({"order_id": f"a{n}", "created_at": NOON + n * DAY} for n in range(4)))
    put(store, "refund", *({"refund_id": f"r{n}", "order_id": f"a{n}", "item_id": "701"} for n in range(4)))
    return store


def doubts(store: Warehouse) -> dict[str, Any]:
    [row] = answers(judged(store), "risk/buyer_doubts", shop=SHOP, buyer="甲")
    return row


def test_returns_without_a_reason_are_named(store: Warehouse) -> None:
    put(store, "refund", {"refund_id": "other", "order_id": "a0", "reason_class": "quality"})
    assert doubts(store)["no_reason"] == 4


def test_refunds_that_no_export_gives_a_reason_for_are_not_called_nobodys_fault(store: Warehouse) -> None:
    assert doubts(store)["untold"] == 0
    put_orders(store, {"order_id": "silent"}, {"order_id": "told"}, {"order_id": "alone", "state": "closed"})
    put(
        store,
        "refund",
        {"refund_id": "silent", "order_id": "silent", "item_id": "701", "reason": None, "reason_class": None},
        {"refund_id": "told", "order_id": "told", "item_id": "701", "reason": None, "fault": "buyer"},
    )
    found = doubts(store)
    assert found["untold"] == 2  # the one without a reason, and the one that only its order tells of
    assert [d.key for d in doubts_of(found)] == ["no_faulty", "untold", "no_reason"]


def test_refunds_of_an_unknown_product_do_not_speak_for_the_product(store: Warehouse) -> None:
    assert [d.key for d in doubts_of(doubts(store))][0] == "no_faulty"
    with store.writing() as cursor:
        cursor.execute("delete from order_line")
        cursor.execute("update refund set item_id = null, title = null")
    found = doubts(store)
    assert (found["no_product"], found["faulty_products"]) == (4, 0)
    assert [d.key for d in doubts_of(found)][0] == "no_product"


def test_parcels_that_left_after_two_days_are_counted(store: Warehouse) -> None:
    with store.writing() as cursor:
        cursor.execute("update buyer_order set shipped_at = paid_at + interval 49 hour where order_id = 'a1'")
        cursor.execute("update buyer_order set shipped_at = paid_at + interval 48 hour where order_id = 'a2'")
    assert doubts(store)["late_parcels"] == 1


def test_a_price_that_fell_soon_after_is_seen(store: Warehouse) -> None:
    assert doubts(store)["price_drops"] == 0
    put_orders(store, *({"order_id": f"b{n}", "buyer": f"客{n}", "paid_at": NOON + 16 * DAY} for n in range(3)))
    with store.writing() as cursor:
        cursor.execute("update order_line set paid = 89 where order_id like 'b%'")
        cursor.execute("update buyer_order set paid_at = created_at where order_id like 'a%'")
    assert doubts(store)["price_drops"] == 3  # the first cup was bought more than 15 days before
    with store.writing() as cursor:
        cursor.execute("update order_line set paid = 91 where order_id = 'b0'")
    assert doubts(store)["price_drops"] == 0


def test_what_counts_as_our_doing_is_the_owners_to_set(store: Warehouse) -> None:
    put_orders(store, {"order_id": "late"}, {"order_id": "torn"}, {"order_id": "theirs"})
    put(
        store,
        "refund",
        {"refund_id": "late", "order_id": "late", "item_id": "701", "reason_class": "late"},
        {"refund_id": "torn", "order_id": "torn", "item_id": "701", "reason_class": "damaged"},
        {"refund_id": "theirs", "order_id": "theirs", "item_id": "701", "reason_class": "late", "fault": "buyer"},
    )
    found = trials(store, "refund")
    assert found["late"] == (False, "shop_fault")
    assert (found["torn"], found["theirs"]) == ((True, None), (True, None))
    settings.save(store, settings.current(store) | {"fault_late": 0.0, "fault_damaged": 1.0})
    found = trials(store, "refund")
    assert (found["late"], found["torn"]) == ((True, None), (False, "shop_fault"))
    assert found["theirs"] == (True, None)
