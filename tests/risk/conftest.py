"""A shop that several of the tests ask about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.risk.rows import NOON, UNPAID, judged, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def store() -> Warehouse:
    """One abuser (甲) of three signals, forty ordinary buyers, a product that everyone sends back."""
    store = Warehouse()
    put(store, "batch", {"last_at": NOON + 30 * DAY})
    crowd = [
        {"order_id": f"o{n}", "buyer": f"客{n:02}", "item_id": f"70{n % 4}", "title": f"货{n % 4}"} for n in range(40)
    ]
    abuse = [
        {"order_id": f"u{n}", "item_id": "701", "title": "货1", "created_at": NOON + 3 * n * DAY} | UNPAID
        for n in range(8)
    ]
    faulty = [{"order_id": f"f{n}", "buyer": f"客{n:02}", "item_id": "799", "title": "坏货"} for n in range(12)]
    put_orders(store, *crowd, *abuse, *faulty)
    put(store, "buyer_order", {"order_id": "x", "buyer": None, "created_at": NOON - 7 * DAY})
    put(store, "order_line", {"order_id": "x", "line_id": "x-1", "title": "货1"})
    put(
        store,
        "refund",
        *({"refund_id": f"r{n}", "order_id": f"f{n}", "item_id": "799", "reason": "质量问题"} for n in range(8)),
    )
    put(
        store,
        "review",
        {"review_id": "v1", "order_id": "o0", "rating": "bad", "text": "不好"},
        {"review_id": "v2", "order_id": "f0", "is_default": True},
    )
    return judged(store)
