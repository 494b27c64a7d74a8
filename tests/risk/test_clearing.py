"""What would take a flag back is what does: the counts it names lead below the list when they come true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from risk import settings
from risk.clearing import Clearing, certainty, clearing
from tests.risk.rows import NOON, SHOP, UNPAID, answers, judged, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def store() -> Warehouse:
    """A hundred buyers who pay mostly; 甲 leaves ten of twelve unpaid."""
    store = Warehouse()
    for n in range(100):
        orders = [{"order_id": f"o{n}-{k}", "buyer": f"客{n:02}", "created_at": NOON + 3 * k * DAY} for k in range(4)]
        put_orders(store, *(order | (UNPAID if (n + k) % 25 == 0 else {}) for k, order in enumerate(orders)))
    mine = [{"order_id": f"a{n}", "created_at": NOON + 3 * n * DAY} for n in range(12)]
    put_orders(store, *(order | (UNPAID if n < 10 else {}) for n, order in enumerate(mine)))
    return judged(store)


def signal_of(store: Warehouse, buyer: str) -> dict[str, Any]:
    [row] = [r for r in answers(store, "risk/buyer_signals", shop=SHOP, buyer=buyer) if r["signal"] == "unpaid"]
    return row


def test_the_certainty_is_the_one_that_the_page_states(store: Warehouse) -> None:
    row = signal_of(store, "甲")
    again = certainty(row, row["trials"], row["observed"], row["expected"], row["expected_sd"])
    assert row["tier"] == "high"
    assert again == pytest.approx(row["certainty_alone"], abs=0.01)


def test_one_fewer_than_it_names_would_not_do(store: Warehouse) -> None:
    row, wanted = signal_of(store, "甲"), settings.current(store)
    found = clearing(row, wanted)
    assert isinstance(found, Clearing)
    assert found.ordinary is not None and found.taken_back is not None

    def at(more: int, back: int) -> float:
        many = row["trials"] + more - back
        part = many / row["trials"]
        return certainty(row, many, row["observed"] - back, row["expected"] * part, row["expected_sd"] * part)

    assert at(found.ordinary, 0) < wanted["watch_certainty"] <= at(found.ordinary - 1, 0)
    assert at(0, found.taken_back) < wanted["watch_certainty"] <= at(0, found.taken_back - 1)


def test_fewer_hits_than_a_flag_needs_are_enough_however_sure_it_is(store: Warehouse) -> None:
    row = signal_of(store, "甲")
    found = clearing(row, settings.current(store) | {"watch_certainty": 0.0, "watch_observed": 8})
    assert found == Clearing(ordinary=None, taken_back=3)  # seven are left


def test_where_the_own_record_is_not_what_the_flag_stands_on_nothing_is_named(store: Warehouse) -> None:
    assert clearing(signal_of(store, "甲"), settings.current(store) | {"watch_certainty": 1.0}) is None


def test_ordinary_orders_as_many_as_it_names_take_the_buyer_off_the_list(store: Warehouse) -> None:
    found = clearing(signal_of(store, "甲"), settings.current(store))
    assert found is not None and found.ordinary is not None
    paid = [
        {"order_id": f"p{n}", "created_at": NOON + (60 + 3 * n) * DAY} for n in range(round(found.ordinary * 1.2))
    ]
    put_orders(store, *paid)
    assert signal_of(judged(store), "甲")["tier"] == "none"


def test_who_is_not_listed_needs_nothing(store: Warehouse) -> None:
    assert clearing(signal_of(store, "客03"), settings.current(store)) is None
