"""Shops of which a signal, or everything, names no buyer: products are counted, nobody is judged."""

from __future__ import annotations

from risk import verdicts
from tests.risk.rows import NOON, SHOP, UNPAID, put, put_orders
from warehouse import Warehouse


def counted(store: Warehouse) -> tuple[list[tuple], list[tuple]]:
    verdicts.refresh(store)
    with store.cursor() as cursor:
        products = cursor.execute("select signal, product, trials, hits from product_risk order by all").fetchall()
        buyers = cursor.execute("select signal, buyer, trials, observed from buyer_risk order by all").fetchall()
    return products, buyers


def test_orders_that_name_nobody_count_for_their_products() -> None:
    store = Warehouse()
    put_orders(store, {"order_id": "o1", "buyer": None, "item_id": "i1"} | UNPAID)
    put_orders(store, {"order_id": "o2", "buyer": None, "item_id": "i1"})
    products, buyers = counted(store)
    assert products == [("refund", "i1", 1.0, 0.0), ("unpaid", "i1", 2.0, 1.0)]
    assert buyers == []


def test_reviews_that_name_nobody_leave_the_other_signals_judged() -> None:
    store = Warehouse()
    put_orders(store, {"order_id": "o1", "buyer": "甲", "item_id": "i1"})
    put(
        store,
        "review",
        {"review_id": "v1", "item_id": "i2", "rating": "bad", "is_default": False, "created_at": NOON},
    )
    products, buyers = counted(store)
    assert ("review", "i2", 1.0, 1.0) in products
    assert buyers == [("refund", "甲", 1, 0), ("unpaid", "甲", 1, 0)]


def test_a_shop_whose_orders_were_all_taken_back_is_forgotten() -> None:
    store = Warehouse()
    put_orders(store, {"order_id": "o1", "buyer": "甲", "item_id": "i1"})
    counted(store)
    with store.writing() as cursor:
        cursor.execute("delete from buyer_order where shop = $shop", {"shop": SHOP})
        cursor.execute("delete from order_line where shop = $shop", {"shop": SHOP})
    assert counted(store) == ([], [])
