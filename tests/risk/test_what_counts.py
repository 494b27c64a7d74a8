"""What counts for and against a buyer: one chance a test, given rows and the expected judgement."""

from __future__ import annotations

from datetime import timedelta

import pytest

from risk import verdicts
from tests.risk.rows import NOON, SHOP, UNPAID, put, put_orders, trials
from warehouse import Warehouse

HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> Warehouse:
    return Warehouse()


def test_an_order_closed_without_payment_is_a_hit_and_a_paid_one_a_miss(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"} | UNPAID, {"order_id": "2", "item_id": "702"})
    assert trials(store, "unpaid") == {"1": (True, None), "2": (False, None)}


@pytest.mark.parametrize(
    ("later", "item", "buyer", "why"),
    [
        (23 * HOUR, "701", "甲", "reordered"),
        (24 * HOUR, "701", "甲", "reordered"),
        (24 * HOUR + timedelta(seconds=1), "701", "甲", None),
        (-HOUR, "701", "甲", None),
        (HOUR, "702", "甲", None),
        (HOUR, "701", "乙", None),
    ],
    ids=["in time", "at the limit", "too late", "before", "another product", "another buyer"],
)
def test_ordering_the_same_again_and_paying_within_a_day_clears_the_unpaid_order(
    store: Warehouse, later: timedelta, item: str, buyer: str, why: str | None
) -> None:
    again = NOON + later
    put_orders(
        store,
        {"order_id": "1"} | UNPAID,
        {"order_id": "2", "item_id": item, "buyer": buyer, "created_at": again, "paid_at": again},
    )
    assert trials(store, "unpaid")["1"] == (True, why)


def test_a_second_unpaid_order_clears_nothing(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"} | UNPAID, {"order_id": "2", "created_at": NOON + HOUR} | UNPAID)
    assert trials(store, "unpaid") == {"1": (True, None), "2": (True, None)}


def test_what_the_shop_closed_for_lack_of_stock_does_not_count(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1", "close_reason": "缺货"} | UNPAID)
    assert trials(store, "unpaid")["1"] == (True, "out_of_stock")


@pytest.mark.parametrize(("hours", "why"), [(23, "payment_window"), (24, None), (80, None)])
def test_an_order_waits_for_payment_until_its_time_is_up(store: Warehouse, hours: int, why: str | None) -> None:
    waiting = {"status": "等待买家付款", "state": "waiting", "paid_at": None, "paid": 0}
    put_orders(store, {"order_id": "1", "seen_at": NOON + hours * HOUR} | waiting)
    assert trials(store, "unpaid")["1"] == (True, why)


def test_an_order_of_two_products_weighs_half_in_each(store: Warehouse) -> None:
    put(store, "buyer_order", {"order_id": "1"} | UNPAID)
    put(
        store,
        "order_line",
        {"order_id": "1", "line_id": "a"},
        {"order_id": "1", "line_id": "b", "item_id": "702", "title": "茶壶"},
    )
    with store.cursor() as cursor:
        rows = cursor.execute(
            "select product, weight::double from trial_now where signal = 'unpaid' order by product"
        ).fetchall()
    assert rows == [("701", 0.5), ("702", 0.5)]


def test_a_refund_export_without_buyers_reaches_the_buyer_through_the_order(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1", "buyer": "丙"})
    put(store, "refund", {"refund_id": "r1", "order_id": "1", "item_id": "701"})
    with store.cursor() as cursor:
        rows = cursor.execute("select buyer, ref_id, is_hit from trial_now where signal = 'refund'").fetchall()
    assert rows == [("丙", "r1", True)]


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


def test_without_a_refund_export_the_item_report_then_the_order_decides(store: Warehouse) -> None:
    put(
        store,
        "buyer_order",
        {"order_id": "1"},
        {"order_id": "2", "state": "closed", "status": "交易关闭"},
        {"order_id": "3", "refund_amount": 30},
        {"order_id": "4"},
    )
    put(
        store,
        "order_line",
        {"order_id": "1", "line_id": "a", "refund_state": "success"},
        {"order_id": "2", "line_id": "b"},
        {"order_id": "3", "line_id": "c"},
        {"order_id": "4", "line_id": "d", "refund_state": "none"},
    )
    assert trials(store, "refund") == {
        "a": (True, None),
        "b": (True, None),
        "c": (True, None),
        "d": (False, None),
    }


def test_reviews_bad_good_and_written_by_the_system(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"})
    put(
        store,
        "review",
        {"review_id": "v1", "order_id": "1", "rating": "bad"},
        {"review_id": "v2", "order_id": "1", "rating": "neutral"},
        {"review_id": "v3", "order_id": "1", "is_default": True},
    )
    assert trials(store, "review") == {"v1": (True, None), "v2": (False, None), "v3": (False, "default_review")}


def test_an_order_without_a_buyer_counts_for_its_product_and_for_nobody(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1", "buyer": None} | UNPAID, {"order_id": "2"})
    verdicts.refresh(store)
    with store.cursor() as cursor:
        product = cursor.execute(
            "select trials, hits from product_risk where signal = 'unpaid' and product = '701'"
        ).fetchall()
        buyers = cursor.execute("select buyer from buyer_summary").fetchall()
    assert product == [(2.0, 1.0)]
    assert buyers == [("甲",)]


def test_the_baseline_of_a_buyer_is_what_others_did(store: Warehouse) -> None:
    """Forty others leave 701 unpaid once in ten; the buyer's own twelve unpaid orders do not raise it."""
    others = [{"order_id": f"o{n}", "buyer": f"客{n}"} | (UNPAID if n % 10 == 0 else {}) for n in range(40)]
    mine = [{"order_id": f"m{n}", "created_at": NOON + n * 48 * HOUR} | UNPAID for n in range(12)]
    put_orders(store, *others, *mine)
    verdicts.refresh(store)
    with store.cursor() as cursor:
        row = cursor.execute(
            "select trials, observed, expected, tier from buyer_risk where buyer = '甲' and signal = 'unpaid'"
        ).fetchall()[0]
    assert row[:2] == (12, 12)
    assert 0.8 < row[2] < 3.0
    assert row[3] == "high"


def test_each_shop_is_judged_by_its_own_buyers(store: Warehouse) -> None:
    put_orders(store, {"order_id": "1"} | UNPAID, {"order_id": "1", "shop": "另一家店"})
    verdicts.refresh(store)
    with store.cursor() as cursor:
        rows = cursor.execute("select shop, unpaid from buyer_summary order by unpaid").fetchall()
    assert rows == [("另一家店", 0), (SHOP, 1)]


def test_abusers_do_not_become_the_measure_of_themselves(store: Warehouse) -> None:
    """A third of a product's orders come from four who never pay; the others leave one order in twenty unpaid."""
    others = [{"order_id": f"o{n}", "buyer": f"客{n}"} | (UNPAID if n % 20 == 0 else {}) for n in range(80)]
    theirs = [
        {"order_id": f"m{n}", "buyer": f"甲{n % 4}", "created_at": NOON + n * 48 * HOUR} | UNPAID for n in range(40)
    ]
    put_orders(store, *others, *theirs)
    verdicts.refresh(store)
    with store.cursor() as cursor:
        rows = cursor.execute(
            "select trials, expected / trials, tier from buyer_risk where signal = 'unpaid' and buyer like '甲%'"
        ).fetchall()
        shown = cursor.execute("select hits / trials from product_risk where signal = 'unpaid'").fetchall()
    assert [(trials, tier) for trials, _, tier in rows] == [(10, "high")] * 4
    assert all(rate < 0.12 for _, rate, _ in rows)
    # the product's own page still shows what all of its buyers did
    assert shown == [(44 / 120,)]


def test_a_parcel_sent_back_whole_counts_for_less_than_as_many_parcels(store: Warehouse) -> None:
    """All lines of a day go one way. 甲 sent one parcel of ten back, 乙 one line in each of ten parcels of two."""
    parcels = [(f"客{n % 20}", n, [n % 10 == 0] * 5) for n in range(60)]
    parcels += [("甲", 0, [True] * 10), ("甲", 1, [False] * 10)]
    parcels += [("乙", day, [True, False]) for day in range(10)]
    for number, (buyer, day, sent_back) in enumerate(parcels):
        order = f"o{number}"
        put(store, "buyer_order", {"order_id": order, "buyer": buyer, "created_at": NOON + day * 24 * HOUR})
        lines = [
            {"order_id": order, "line_id": f"{order}-{line}", "refund_state": "success" if is_back else "none"}
            for line, is_back in enumerate(sent_back)
        ]
        put(store, "order_line", *lines)
    verdicts.refresh(store)
    with store.cursor() as cursor:
        rows = cursor.execute(
            "select buyer, trials, observed, evidence, certainty from buyer_risk "
            "where signal = 'refund' and buyer in ('甲', '乙') order by evidence"
        ).fetchall()
    (whole, *counts, evidence, certainty), (spread, *its_counts, its_evidence, its_certainty) = rows
    assert (whole, spread) == ("甲", "乙")
    assert counts == its_counts == [20, 10]
    assert evidence < its_evidence < 1
    assert certainty < its_certainty
