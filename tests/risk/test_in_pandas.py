"""The verdicts against the same rules written in another language: what both agree on is no slip of one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.pandas_verdicts import judge, read_tables
from risk import verdicts
from tests.risk.rows import FILL
from warehouse import Warehouse

KEY = ["shop", "buyer", "signal"]


def compare(store: Warehouse) -> pd.DataFrame:
    """Both come to the same; the verdicts."""
    expected = judge(*read_tables(store)).set_index(KEY).sort_index()
    with store.cursor() as cursor:
        found = cursor.execute("select * from buyer_risk").df().set_index(KEY).sort_index()
    assert list(found.index) == list(expected.index)
    for name in ("trials", "observed"):
        assert (found[name] == expected[name]).all(), name
    for name in ("expected", "expected_sd"):
        np.testing.assert_allclose(found[name], expected[name].astype(float), rtol=1e-6)
    np.testing.assert_allclose(found["certainty"], expected["certainty"].astype(float), atol=0.005)
    return found


def test_pandas_comes_to_the_same_verdicts_on_the_demo_shop(demo: Warehouse) -> None:
    found = compare(demo)
    assert (found["certainty"] > 0.9).sum() > 20


@pytest.mark.parametrize("seed", range(1, 6))
def test_and_on_shops_where_anything_may_stand_in_any_column(seed: int) -> None:
    store = Warehouse()
    with store.writing() as cursor:
        # of every other one, a shop has no refund export
        exporting = ("甲", "乙")[: 1 + seed % 2]
        for table, frame in any_rows(np.random.default_rng(seed), exporting).items():
            cursor.register("rows", frame)
            cursor.execute(FILL[table])
            cursor.unregister("rows")
        # long enough for what happens at random to be ordered again
        cursor.execute("update setting set value = 1200 where name = 'reorder_hours'")
    verdicts.refresh(store)
    with store.cursor() as cursor:
        again = "select count(distinct signal) from trial where why_not = 'reordered'"
        assert cursor.execute(again).fetchall() == [(2,)]
    found = compare(store)
    assert set(found.index.get_level_values("signal")) == {"unpaid", "refund", "review"}


def any_rows(rng: np.random.Generator, exporting: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Tables of two shops: every column that the rules look at says any of the things it may say."""
    many = 500

    def any_of(*values: object, size: int = many) -> list[object]:
        return [values[at] for at in rng.integers(0, len(values), size)]

    def moments(size: int) -> pd.Series:
        return pd.Series(pd.Timestamp("2026-09-01") + pd.to_timedelta(rng.integers(0, 60 * 24, size), "h"))

    names = [None, *(f"买家{number}" for number in range(40))]
    items, titles = [None, "i1", "i2", "i3"], [None, "杯", "碗", "盘", "i1"]
    untold = "盆"  # no line tells its item id
    where = {"batch_id": 1, "row_number": 2}
    order = pd.DataFrame(
        {
            "shop": any_of("甲", "甲", "乙"), "order_id": [f"o{number}" for number in range(many)],
            "buyer": any_of(*names), "state": any_of("waiting", "paid", "shipped", "success", "closed"),
            "created_at": moments(many), "seen_at": moments(many), "refund_amount": any_of(None, 0, 5),
            "paid": any_of(None, 90, 100),
            "paid_at": moments(many).where(rng.random(many) < 0.6), "close_reason": any_of(None, "缺货", "不想要"),
            "phone_key": any_of(*([None] * 30), "p1", "p2", "p3"), "address_key": any_of(*([None] * 60), "a1", "a2"),
        }
    ).assign(**where)  # fmt: skip
    order["is_unpaid"] = (order["state"] == "closed") & order["paid_at"].isna()
    at = rng.integers(0, many + 20, 700)
    line = pd.DataFrame(
        {
            "shop": [order["shop"][place] if place < many else "甲" for place in at],
            "order_id": [f"o{place}" for place in at], "line_id": [f"l{number}" for number in range(700)],
            "source": any_of("items", "items", "orders", size=700), "item_id": any_of(*items, size=700),
            "title": any_of(*titles, size=700), "refund_amount": any_of(None, 3, size=700),
            "paid": any_of(None, 5, 90, size=700),
            "refund_state": any_of(None, None, "none", "open", "refused", "closed", "success", size=700),
        }
    ).assign(**where)  # fmt: skip
    line.loc[rng.random(700) < 0.2, ["title", "item_id"]] = [untold, None]
    titles = [*titles, untold]
    at = rng.integers(0, many + 20, 200)
    refund = pd.DataFrame(
        {
            "shop": [order["shop"][place] if place < many else "甲" for place in at],
            "refund_id": [f"r{number}" for number in range(200)],
            "order_id": [f"o{place}" if place % 9 else None for place in at], "item_id": any_of(*items, size=200),
            "title": any_of(*titles, size=200),
            "state": any_of(None, "success", "open", "refused", "closed", size=200),
            "status": any_of(None, "别的话", size=200),
            "kind": any_of(None, *["before_dispatch"] * 3, "refund_only", "return", "exchange", size=200),
            "fault": any_of(None, None, "shop", "buyer", size=200),
            "reason_class": any_of(None, "stock", "late", "wrong", "no_reason", "price", "price", size=200),
            "is_partial": any_of(None, True, False, size=200), "amount": any_of(None, 5, 90, size=200),
            "order_paid": any_of(None, 90, size=200),
        }
    ).assign(**where)  # fmt: skip
    at = rng.integers(0, many + 20, 200)
    review = pd.DataFrame(
        {
            "shop": [order["shop"][place] if place < many else "甲" for place in at],
            "review_id": [f"v{number}" for number in range(200)],
            "order_id": [f"o{place}" if place % 9 else None for place in at],
            "buyer": any_of(None, *names, size=200), "item_id": any_of(*items, size=200),
            "title": any_of(*titles, size=200), "rating": any_of("good", "neutral", "bad", size=200),
            "is_default": any_of(False, False, True, size=200), "created_at": moments(200),
        }
    ).assign(**where)  # fmt: skip
    refund = refund[refund["shop"].isin(exporting)]
    return {"buyer_order": order, "order_line": line, "refund": refund, "review": review}
