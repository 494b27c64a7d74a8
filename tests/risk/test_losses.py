"""What a buyer cost: the part beyond the products' share, in parts that add up, by the owner's rates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from risk import settings
from tests.risk.rows import NOON, SHOP, UNPAID, answers, buyers, judged, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)


@pytest.fixture
def store() -> Warehouse:
    """Sixty buyers who keep what they buy; 甲 gets money back for ten parcels of ¥100 and keeps six of them."""
    store = Warehouse()
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n:02}"} for n in range(60)))
    put_orders(store, *({"order_id": f"a{n}", "created_at": NOON + n * DAY} for n in range(10)))
    kinds = ["refund_only"] * 6 + ["return"] * 3 + ["before_dispatch"]
    put(
        store,
        "refund",
        *(
            {"refund_id": f"r{n}", "order_id": f"a{n}", "item_id": "701", "kind": kind}
            for n, kind in enumerate(kinds)
        ),
    )
    return store


def cost(store: Warehouse, buyer: str = "甲") -> dict[str, Any]:
    [row] = [row for row in buyers(store) if row["buyer"] == buyer]
    return row


def beyond(store: Warehouse, signal: str) -> float:
    """The part of 甲's count that others would not have done."""
    [row] = [r for r in answers(store, "risk/buyer_signals", shop=SHOP, buyer="甲") if r["signal"] == signal]
    return float((row["observed"] - row["expected"]) / row["observed"])


def test_a_refund_costs_the_goods_that_stay_away_and_the_postage(store: Warehouse) -> None:
    found = cost(judged(store))
    part = beyond(store, "refund")
    assert 0.5 < part < 1
    assert found["lost_goods"] == pytest.approx(600 * part, abs=0.01)
    assert found["lost_postage"] == pytest.approx((6 * 5 + 3 * 10) * part, abs=0.01)
    assert found["lost_stock"] == 0
    assert found["amount_at_stake"] == pytest.approx(found["lost_goods"] + found["lost_postage"], abs=0.01)


def test_an_unpaid_order_costs_a_share_of_its_price_a_day(store: Warehouse) -> None:
    put_orders(store, *({"order_id": f"u{n}", "created_at": NOON + 2 * n * DAY} | UNPAID for n in range(20, 30)))
    assert cost(judged(store))["lost_stock"] == pytest.approx(10 * 100 * 0.01 * beyond(store, "unpaid"), abs=0.01)


def test_who_does_no_more_than_others_costs_nothing(store: Warehouse) -> None:
    put(store, "refund", {"refund_id": "ours", "order_id": "o0", "item_id": "701", "fault": "shop"})
    judged(store)
    assert {row["amount_at_stake"] for row in buyers(store) if row["buyer"] != "甲"} == {0}


def test_the_owners_rates_change_what_it_cost_and_nobodys_tier(store: Warehouse) -> None:
    before = cost(judged(store))
    wanted = settings.current(store) | {"parcel_cost": 3.0, "return_cost": 0.0}
    assert settings.rehearse(store, wanted).moved == 0
    settings.save(store, wanted)
    after = cost(store)
    assert after["lost_postage"] == pytest.approx((6 * 3 + 3 * 3) * beyond(store, "refund"), abs=0.01)
    assert (after["tier"], after["lost_goods"]) == (before["tier"], before["lost_goods"])
