"""Lines of one order that were refunded together are not as many decisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.risk.rows import NOON, SHOP, answers, judged, put, put_orders
from warehouse import ROOT, Warehouse, read_sql

CLOSED = {"status": "交易关闭", "state": "closed", "is_unpaid": False}
LINES = 13


def shop(line: dict[str, Any] | None = None) -> Warehouse:
    """Sixty who keep what they bought; one whose only order, of thirteen products, was closed after payment."""
    store = Warehouse()
    put(store, "batch", {})
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n}", "item_id": f"7{n % LINES:02d}"} for n in range(60)))
    put(store, "buyer_order", {"order_id": "big", "buyer": "一单客"} | CLOSED)
    put(store, "buyer_order", {"order_id": "kept", "buyer": "两件客"})
    put(store, "order_line", *({"order_id": "big", "line_id": f"b{n}", "item_id": f"7{n:02d}"} | (line or {})
                               for n in range(LINES)))  # fmt: skip
    put(store, "order_line", *({"order_id": "kept", "line_id": f"k{n}", "item_id": f"7{n:02d}"} for n in range(2)))
    return store


def counted(store: Warehouse, buyer: str) -> tuple[int, int, str]:
    """Chances, hits and tier of a buyer's refunds."""
    with judged(store).cursor() as cursor:
        [row] = cursor.execute(
            "select trials, observed, tier from buyer_risk where signal = 'refund' and buyer = $buyer",
            {"buyer": buyer},
        ).fetchall()
    return row


def test_an_order_closed_as_a_whole_is_one_refund_and_lists_nobody() -> None:
    store = shop()
    assert counted(store, "一单客") == (1, 1, "none")
    assert counted(store, "两件客") == (1, 0, "none")
    [row] = answers(store, "risk/buyer", buyer="一单客", shop=SHOP)
    assert (row["refunds"], row["refunds_counted"]) == (1, 1)


def test_it_is_one_row_behind_the_claim_and_one_refund_without_a_reason() -> None:
    store = judged(shop())
    with store.cursor() as cursor:
        question = read_sql(ROOT / "risk" / "sql" / "rows_behind.sql")
        rows = cursor.execute(question, {"shops": [SHOP], "buyers": ["一单客"]}).fetchall()
    assert [row[3:5] for row in rows] == [("big", "big")]
    [doubts] = answers(store, "risk/buyer_doubts", shop=SHOP, buyer="一单客")
    assert doubts["untold"] == 1
    events = answers(store, "risk/buyer_events", shop=SHOP, buyer="一单客")
    assert sorted((event["lane"], event["order_id"]) for event in events) == [("order", "big"), ("refund", "big")]


def test_what_the_item_report_says_of_each_line_counts_for_each() -> None:
    store = shop({"refund_state": "success"})
    assert counted(store, "一单客")[:2] == (LINES, LINES)


def test_a_refund_export_tells_of_the_lines_that_it_does_not_speak_of() -> None:
    store = shop()
    put(store, "refund", {"refund_id": "r1", "order_id": "o1", "applied_at": NOON + timedelta(days=1)})
    assert counted(store, "两件客") == (2, 0, "none")
    assert counted(store, "客1")[:2] == (1, 1)
    # closed, though the export says nothing of it: still one decision
    assert counted(store, "一单客") == (1, 1, "none")


@pytest.mark.parametrize("lines", [4, 8])
def test_one_parcel_sent_back_whole_lists_nobody(lines: int) -> None:
    """The shop hardly ever sells two things at once: its data say nothing of parcels."""
    store = customers(200)
    put(store, "buyer_order", {"order_id": "big", "buyer": "一单客"})
    for n in range(lines):
        put(store, "order_line", {"order_id": "big", "line_id": f"b{n}", "item_id": f"7{n:02d}"})
        put(store, "refund", {"order_id": "big", "refund_id": f"b{n}", "item_id": f"7{n:02d}", "kind": "return"})
    assert counted(store, "一单客") == (lines, lines, "none")


def test_as_many_orders_sent_back_on_days_of_their_own_list_their_buyer() -> None:
    store = customers(200)
    for n in range(8):
        order = {
            "order_id": f"s{n}",
            "buyer": "常退客",
            "item_id": f"7{n:02d}",
            "created_at": NOON + timedelta(days=n),
        }
        put_orders(store, order)
        put(store, "refund", {"order_id": f"s{n}", "refund_id": f"s{n}", "item_id": f"7{n:02d}", "kind": "return"})
    assert counted(store, "常退客") == (8, 8, "high")


def customers(many: int) -> Warehouse:
    """Each with one order of one thing; one in fifteen sends it back."""
    store = Warehouse()
    put(store, "batch", {})
    put_orders(
        store, *({"order_id": f"o{n}", "buyer": f"客{n}", "item_id": f"7{n % LINES:02d}"} for n in range(many))
    )
    put(store, "refund", *({"order_id": f"o{n}", "refund_id": f"o{n}", "kind": "return"} for n in range(0, many, 15)))
    return store
