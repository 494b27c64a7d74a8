"""The funnel: what chance explains, and where buyers stand in it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from risk.funnel import chance_limits
from tests.risk.rows import SHOP, UNPAID, answers, judged, put_orders
from warehouse import Warehouse


@given(rate=st.floats(0.01, 0.9), trials=st.integers(1, 500))
def test_limits_hold_the_rate_and_at_least_nearly_the_share_that_they_promise(rate: float, trials: int) -> None:
    low, high = (float(side[0]) for side in chance_limits(rate, [trials], 0.95))
    assert 0 <= low <= rate + 1 / trials
    assert rate - 1 / trials <= high <= 1
    # a count beyond the next whole one is rarer than the promised tail, on both sides
    assert binom.sf(np.ceil(high * trials), trials, rate) <= 0.025 + 1e-9
    assert binom.cdf(np.floor(low * trials) - 1, trials, rate) <= 0.025 + 1e-9
    # and the tail is no smaller than promised: one count further in, there is more than that
    assert binom.cdf(np.ceil(low * trials), trials, rate) >= 0.025 - 1e-9
    assert binom.sf(np.floor(high * trials) - 1, trials, rate) >= 0.025 - 1e-9


def test_the_funnel_narrows_with_the_trials_and_widens_with_the_share() -> None:
    _, high = chance_limits(0.1, [5, 50, 500], 0.95)
    assert high[0] > high[1] > high[2] > 0.1
    _, wider = chance_limits(0.1, [5, 50, 500], 0.998)
    assert (wider > high).all()


@pytest.fixture(scope="module")
def store() -> Warehouse:
    """Forty buyers of one order, two of whom left it unpaid, and one (甲) who leaves eight of eight."""
    store = Warehouse()
    crowd: list[dict[str, Any]] = [
        {"order_id": f"o{n}", "buyer": f"客{n:02}"} | (UNPAID if n < 2 else {}) for n in range(40)
    ]
    put_orders(store, *crowd, *({"order_id": f"u{n}"} | UNPAID for n in range(8)))
    return judged(store)


FILTER: dict[str, object] = {
    "tiers": ["high", "watch"], "signals": [], "since": None, "amount": 0, "name": "", "move": None,
    "decisions": [], "most": 50,
}  # fmt: skip


def funnel(store: Warehouse, **values: object) -> list[dict[str, Any]]:
    return answers(store, "risk/funnel", **({"signal": "unpaid", "buyer": None} | FILTER | values))


def test_the_listed_stand_alone_and_the_rest_in_groups(store: Warehouse) -> None:
    rows = funnel(store)
    assert sum(row["buyers"] for row in rows) == 41
    [alone] = [row for row in rows if row["buyer"] == "甲"]
    assert (alone["trials"], alone["observed"], alone["tier"], bool(alone["is_this"])) == (8, 8, "high", False)
    assert alone["rate_of_everyone"] == pytest.approx(10 / 48)
    assert alone["rate"] == pytest.approx(min(1, 8 / alone["expected"] * 10 / 48))
    assert len(rows) < 8


def test_the_filter_puts_a_listed_buyer_back_into_the_groups(store: Warehouse) -> None:
    rows = funnel(store, name="客")
    assert [row["buyer"] for row in rows if isinstance(row["ref"], str)] == []
    assert sum(row["buyers"] for row in rows) == 41


def test_the_buyer_who_is_looked_at_stands_alone_even_if_not_listed(store: Warehouse) -> None:
    marked = [row["buyer"] for row in funnel(store, buyer="客03", shop=SHOP) if row["is_this"]]
    assert marked == ["客03"]


def test_a_shop_without_that_signal_has_no_funnel(store: Warehouse) -> None:
    assert funnel(store, signal="review") == []
    assert funnel(store, shop="别的店") == []
