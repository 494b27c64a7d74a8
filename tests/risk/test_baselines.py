"""What a buyer is measured against: what others did with the same products, and what one more chance is worth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest

from risk import verdicts
from risk.doubts import held_back
from risk.refresh import settings_of
from tests.risk.rows import NOON, SHOP, UNPAID, answers, put, put_orders, trials
from warehouse import Warehouse

HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> Warehouse:
    return Warehouse()


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


def test_an_order_of_several_products_is_one_chance_to_leave_it_unpaid_and_one_a_line_to_refund(
    store: Warehouse,
) -> None:
    put(store, "buyer_order", {"order_id": "1"}, {"order_id": "2", "created_at": NOON + HOUR} | UNPAID)
    put(
        store,
        "order_line",
        *(
            {"order_id": order, "line_id": f"{order}{at}", "item_id": f"70{at}", "title": f"货{at}"}
            for order in "12"
            for at in range(3)
        ),
    )
    put(store, "refund", {"refund_id": "r1", "order_id": "1", "item_id": "702"})
    verdicts.refresh(store)
    with store.cursor() as cursor:
        rows = cursor.execute("select signal, trials, observed from buyer_risk order by signal").fetchall()
    assert rows == [("refund", 3, 1), ("unpaid", 2, 1)]
    assert trials(store, "refund") == {"10": (False, None), "11": (False, None), "r1": (True, None)}


def test_a_new_product_with_few_sales_makes_nobody_certain(store: Warehouse) -> None:
    """Both refunded three of three lines; 新品's only other line was refunded too, 老品 is hardly ever sent back."""
    crowd = [{"order_id": f"o{n}", "buyer": f"客{n}", "item_id": "老品", "title": "老品"} for n in range(60)]
    theirs = [
        {
            "order_id": f"{buyer}{n}",
            "buyer": buyer,
            "item_id": item,
            "title": item,
            "created_at": NOON + n * 48 * HOUR,
        }
        for buyer, item in (("甲", "老品"), ("乙", "新品"))
        for n in range(3)
    ]
    put_orders(store, *crowd, *theirs, {"order_id": "x", "buyer": "丙", "item_id": "新品", "title": "新品"})
    refunded = [(order["order_id"], order["item_id"]) for order in theirs] + [("x", "新品"), ("o0", "老品")]
    put(store, "refund", *({"refund_id": f"r{o}", "order_id": o, "item_id": item} for o, item in refunded))
    verdicts.refresh(store)
    with store.cursor() as cursor:
        found = dict(
            cursor.execute(
                "select buyer, certainty from buyer_risk where signal = 'refund' and trials = 3"
            ).fetchall()
        )
    assert found["乙"] < found["甲"] - 0.1


def test_who_buys_much_of_what_others_return_as_often_is_not_flagged(store: Warehouse) -> None:
    crowd = [{"order_id": f"o{n}", "buyer": f"客{n}"} for n in range(60)]
    much = [{"order_id": f"m{n}", "created_at": NOON + n * 24 * HOUR} for n in range(40)]
    put_orders(store, *crowd, *much)
    refunded = [f"o{n}" for n in range(0, 60, 5)] + [f"m{n}" for n in range(0, 40, 5)]
    put(store, "refund", *({"refund_id": f"r{o}", "order_id": o, "item_id": "701"} for o in refunded))
    verdicts.refresh(store)
    with store.cursor() as cursor:
        [(trials_of, observed, certainty, tier)] = cursor.execute(
            "select trials, observed, certainty, tier from buyer_risk where signal = 'refund' and buyer = '甲'"
        ).fetchall()
    assert (trials_of, observed, tier) == (40, 8, "none")
    assert certainty < 0.05


def test_expected_is_what_the_others_did_with_the_same_products(store: Warehouse) -> None:
    """701 is left unpaid by ten of forty others, 702 by none; 甲 bought both, 乙 702 alone."""
    crowd = [
        {"order_id": f"{item}-{n}", "buyer": f"客{item}{n}", "item_id": item, "title": item}
        | (UNPAID if item == "701" and n < 10 else {})
        for item in ("701", "702")
        for n in range(40)
    ]
    mine = [{"order_id": f"m{item}", "item_id": item, "title": item} for item in ("701", "702")]
    put_orders(store, *crowd, *mine, {"order_id": "x", "buyer": "乙", "item_id": "702", "title": "702"})
    verdicts.refresh(store)
    with store.cursor() as cursor:
        found = dict(
            cursor.execute(
                "select buyer, expected from buyer_risk where signal = 'unpaid' and buyer in ('甲', '乙')"
            ).fetchall()
        )
    assert 0.2 < found["甲"] < 0.3
    assert found["乙"] < 0.04


def parcel(buyer: str, day: int, sent_back: Sequence[bool]) -> tuple[dict[str, object], list[dict[str, object]]]:
    """An order of one day, with a line for each that was sent back or not."""
    order = f"{buyer}-{day}"
    lines: list[dict[str, object]] = [
        {"order_id": order, "line_id": f"{order}-{place}", "refund_state": "success" if is_back else "none"}
        for place, is_back in enumerate(sent_back)
    ]
    return {"order_id": order, "buyer": buyer, "created_at": NOON + day * 24 * HOUR}, lines


def put_parcels(store: Warehouse, *parcels: tuple[dict[str, object], list[dict[str, object]]]) -> None:
    """Orders with their lines."""
    put(store, "buyer_order", *(order for order, _ in parcels))
    put(store, "order_line", *(line for _, lines in parcels for line in lines))


def refund_verdict(store: Warehouse, buyer: str) -> dict[str, object]:
    """The row that the buyer's page shows of his refunds."""
    rows = answers(store, "risk/buyer_signals", shop=SHOP, buyer=buyer)
    return next(row for row in rows if row["signal"] == "refund")


def test_refunds_of_one_day_only_keep_a_buyer_on_watch_and_the_page_says_why(store: Warehouse) -> None:
    """One line in ten goes back. 甲 sent back two parcels of six, 乙 one of twelve. A certainty of 0.8 is enough."""
    random = np.random.default_rng(5)
    others = [
        parcel(f"客{n}", day, (random.random(5) < 0.1).tolist()) for n in range(70) for day in range(3)
    ]  # fmt: skip
    whole = [True] * 6
    undated, lines = parcel("丙", 0, whole * 2)
    put_parcels(
        store, *others, parcel("甲", 0, whole), parcel("甲", 9, whole), parcel("乙", 0, whole * 2),
        (undated | {"created_at": None, "paid_at": None}, lines),
    )  # fmt: skip
    with store.writing() as cursor:
        cursor.execute("update setting set value = 0.8 where name = 'high_certainty'")
        rules = settings_of(cursor)
    verdicts.refresh(store)
    often, once = refund_verdict(store, "甲"), refund_verdict(store, "乙")
    assert often["observed"] == once["observed"] == 12
    assert (often["hit_days"], often["tier"], held_back(often, rules)) == (2, "high", None)
    assert (once["hit_days"], once["tier"], held_back(once, rules)) == (1, "watch", "watch_only_day")
    # of which nobody knows on how many days it was
    assert refund_verdict(store, "丙")["hit_days"] == 12
    assert refund_verdict(store, "丙")["tier"] == "high"
    put_parcels(store, parcel("乙", 9, [True]))
    verdicts.refresh(store)
    assert refund_verdict(store, "乙")["tier"] == "high"
