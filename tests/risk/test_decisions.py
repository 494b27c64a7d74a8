"""What the owner decides: off the list until something new counts, and held against what the list states."""

from __future__ import annotations

from datetime import timedelta

import pytest

from risk import verdicts
from risk.decisions import decide, share_between
from risk.listing import flagged
from tests.risk.rows import NOON, SHOP, UNPAID, answers, buyers, judged, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)


def unpaid(buyer: str, numbers: range) -> list[dict[str, object]]:
    return [{"order_id": f"{buyer}{n}", "buyer": buyer, "created_at": NOON + n * DAY} | UNPAID for n in numbers]


@pytest.fixture
def store() -> Warehouse:
    """A hundred buyers who mostly pay, three who never do."""
    store = Warehouse()
    for n in range(100):
        orders = [{"order_id": f"o{n}-{k}", "buyer": f"客{n:03}", "created_at": NOON + 3 * k * DAY} for k in range(4)]
        put_orders(store, *orders[:3], orders[3] | (UNPAID if n % 4 == 0 else {}))
    for buyer in "甲乙丙":
        put_orders(store, *unpaid(buyer, range(12)))
    return judged(store)


def on_list(store: Warehouse) -> set[str]:
    return set(flagged(store)["buyer"])


def test_a_dismissed_buyer_is_off_every_list_until_something_new_counts(store: Warehouse) -> None:
    decide(store, SHOP, "甲", "normal", "熟客")
    assert on_list(store) == {"乙", "丙"}
    assert {row["buyer"] for row in buyers(store, tiers=["high", "watch"])} == {"乙", "丙"}
    assert [row["buyer"] for row in buyers(store, tiers=["high"], decisions=["dismissed"])] == ["甲"]
    assert {row["buyer"] for row in answers(store, "risk/beyond_expected", signal="unpaid")} == {"乙", "丙"}
    [counts] = answers(store, "risk/tier_counts")
    assert (counts["high"] + counts["watch"], counts["dismissed"]) == (2, 1)
    judged(store)
    put_orders(store, {"order_id": "again", "buyer": "甲", "created_at": NOON + 60 * DAY})
    assert on_list(judged(store)) == {"乙", "丙"}
    put_orders(store, *unpaid("甲", range(40, 41)))
    assert on_list(judged(store)) == {"甲", "乙", "丙"}
    assert {row["buyer"]: row["decision"] for row in buyers(store)}["甲"] == "returned"


def test_a_decision_is_applied_at_once_and_remakes_no_verdict(store: Warehouse) -> None:
    decide(store, SHOP, "甲", "normal", "熟客")
    assert verdicts.is_fresh(store)
    decide(store, SHOP, "甲", "taken_back")
    assert on_list(store) == {"甲", "乙", "丙"}
    history = answers(store, "risk/decisions", shop=SHOP, buyer="甲")
    assert [(row["verdict"], row["reason"]) for row in history] == [("taken_back", ""), ("normal", "熟客")]


def test_confirmed_buyers_stay_and_are_marked(store: Warehouse) -> None:
    decide(store, SHOP, "乙", "confirmed")
    assert on_list(store) == {"甲", "乙", "丙"}
    assert [row["buyer"] for row in buyers(store, decisions=["confirmed"])] == ["乙"]
    assert "乙" not in {row["buyer"] for row in buyers(store, decisions=["open"])}


def test_what_the_owner_saw_stands_beside_what_the_list_states(store: Warehouse) -> None:
    for buyer, verdict in (("甲", "normal"), ("乙", "confirmed"), ("丙", "confirmed"), ("客001", "confirmed")):
        decide(store, SHOP, buyer, verdict)
    decide(store, SHOP, "丙", "taken_back")
    rows = answers(store, "risk/precision_seen")
    assert [(row["decided"], row["confirmed"]) for row in rows] == [(2, 1), (2, 1)]
    assert [row["signal"] == "unpaid" for row in rows] == [False, True]
    assert all(0.8 < row["stated"] <= 1 for row in rows)


def test_of_several_decisions_on_a_buyer_the_last_one_counts(store: Warehouse) -> None:
    for verdict in ("confirmed", "normal", "confirmed"):
        decide(store, SHOP, "甲", verdict, "想了想")
    assert [(row["decided"], row["confirmed"]) for row in answers(store, "risk/precision_seen")] == [(1, 1), (1, 1)]
    history = answers(store, "risk/decisions", shop=SHOP, buyer="甲")
    with store.cursor() as cursor:
        standing = cursor.execute("select buyer, decision, decided_at from standing").fetchall()
    assert standing == [("甲", "confirmed", max(row["decided_at"] for row in history))]


@pytest.mark.parametrize(
    "more",
    [
        "update buyer_summary set unpaid_observed = unpaid_observed + 1 where buyer = '甲'",
        "update buyer_summary set refund_observed = refund_observed + 1 where buyer = '甲'",
        "update buyer_summary set review_observed = review_observed + 1 where buyer = '甲'",
    ],
)
def test_whatever_new_counts_brings_a_dismissed_buyer_back(store: Warehouse, more: str) -> None:
    decide(store, SHOP, "甲", "normal", "熟客")
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute(more)
        found = cursor.execute("select decision from standing where buyer = '甲'").fetchall()
        listed = cursor.execute("select buyer from listed_buyer order by buyer").fetchall()
    assert (found, {buyer for (buyer,) in listed}) == ([("returned",)], {"甲", "乙", "丙"})


def test_the_sample_holds_unlisted_buyers_the_same_each_time_with_what_was_decided(store: Warehouse) -> None:
    first = answers(store, "risk/sample", seed=1, size=10)
    assert len({row["buyer"] for row in first}) == 10
    assert not {row["buyer"] for row in first} & {"甲", "乙", "丙"}
    decide(store, SHOP, first[3]["buyer"], "confirmed")
    again = answers(store, "risk/sample", seed=1, size=10)
    assert [row["buyer"] for row in again] == [row["buyer"] for row in first]
    assert [row["verdict"] == "confirmed" for row in again] == [False] * 3 + [True] + [False] * 6
    assert {row["buyer"] for row in answers(store, "risk/sample", seed=2, size=10)} != {r["buyer"] for r in first}


def test_the_interval_of_a_share_holds_the_share_and_narrows() -> None:
    assert share_between(0, 20)[0] == 0
    assert share_between(20, 20)[1] == 1
    low, high = share_between(9, 10)
    assert low < 0.9 < high
    wide, narrow = share_between(5, 10), share_between(500, 1000)
    assert narrow[1] - narrow[0] < (wide[1] - wide[0]) / 5


def test_an_unknown_verdict_is_no_decision(store: Warehouse) -> None:
    with pytest.raises(ValueError, match="perhaps"):
        decide(store, SHOP, "甲", "perhaps")
