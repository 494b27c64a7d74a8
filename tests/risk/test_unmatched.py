"""Refunds and reviews whose orders have not come in: counted, and told where they are many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.shown import app, texts
from tests.risk.rows import NOON, SHOP, answers, put, put_orders
from warehouse import Warehouse, warehouse_at


def filled(store: Warehouse, orders: int, refunds: int) -> Warehouse:
    """So many orders, and refunds of so many of them and of more than there are."""
    put_orders(store, *({"order_id": str(n)} for n in range(orders)))
    put(store, "refund", *({"refund_id": f"r{n}", "order_id": str(n)} for n in range(refunds)))
    return store


def test_what_has_no_order_is_counted_by_kind_with_its_time() -> None:
    store = filled(Warehouse(), 3, 5)
    put(store, "refund", {"refund_id": "none", "order_id": None})
    put(
        store,
        "review",
        {"review_id": "v1", "order_id": "1"},
        {"review_id": "v2", "order_id": "8"},
        {"review_id": "v3", "order_id": "8", "buyer": "乙"},
        {"review_id": "v4", "order_id": "8", "is_default": True},
        {"review_id": "v5", "order_id": "1", "shop": "乙店"},
    )
    found = {row["kind"]: (row["unmatched"], row["rows"]) for row in answers(store, "risk/unmatched")}
    assert found == {"refunds": (3, 6), "reviews": (2, 5)}
    found = {row["kind"]: (row["unmatched"], row["rows"]) for row in answers(store, "risk/unmatched", shop=SHOP)}
    assert found == {"refunds": (3, 6), "reviews": (1, 4)}
    assert [(row["since"].date(), row["until"].date()) for row in answers(store, "risk/unmatched")][1] == (
        NOON.date().replace(day=11), NOON.date().replace(day=11),
    )  # fmt: skip


def test_where_all_have_their_orders_nothing_is_counted() -> None:
    assert answers(filled(Warehouse(), 5, 5), "risk/unmatched") == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("orders", "refunds", "is_told"),
    [(40, 51, True), (40, 49, False), (8, 18, True), (8, 17, False), (0, 20, False)],
)
def test_today_names_them_where_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, orders: int, refunds: int, is_told: bool
) -> None:
    monkeypatch.setenv("HUOYAN_DATABASE", str(tmp_path / "shop.duckdb"))
    store = filled(warehouse_at(tmp_path / "shop.duckdb"), orders, refunds)
    put(store, "batch", {"batch_id": 1, "last_at": NOON}, {"batch_id": 2, "kind": "refunds", "last_at": NOON})
    at = app(language).run()
    assert not at.exception
    words = {
        "zh": f"**{refunds - orders} 条退款**对不上订单",
        "en": f"**{refunds - orders} refunds** without an order",
    }[language]
    assert (words in texts(at)) == is_told
