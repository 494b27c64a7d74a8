"""Refunds that no refund export tells of: their number is known, whose fault they were is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from risk import verdicts
from risk.report import buyer_report
from tests.risk.rows import NOON, SHOP, answers, judged, put, put_orders
from tests.risk.test_report import read, ref_of
from warehouse import Warehouse

DAY = timedelta(days=1)
REFUNDED = {"state": "closed", "is_unpaid": False}


def shop(buyers: tuple[str, ...], orders: int, told: int = 0, **contact: str) -> Warehouse:
    """Eighty who keep nearly all, and some who send all back; a refund export tells of the first `told` of each."""
    store = Warehouse()
    for buyer in buyers:
        put_orders(
            store,
            *(
                {"order_id": f"{buyer}{n}", "buyer": buyer, "created_at": NOON + n * DAY} | REFUNDED | contact
                for n in range(orders)
            ),
        )
        put(store, "refund", *({"refund_id": f"r{buyer}{n}", "order_id": f"{buyer}{n}"} for n in range(told)))
    crowd = [{"order_id": f"o{n}", "buyer": f"客{n % 80:02}", "created_at": NOON + n % 9 * DAY} for n in range(320)]
    put_orders(store, *crowd)
    put(store, "refund", *({"refund_id": f"c{n}", "order_id": f"o{n}"} for n in range(0, 320, 13)))
    return judged(store)


def tier(store: Warehouse, buyer: str) -> str:
    """The tier of his refunds; that they are beyond doubt is taken for granted."""
    found = [row for row in answers(store, "risk/buyer_signals", shop=SHOP, buyer=buyer) if row["signal"] == "refund"]
    assert found[0]["certainty"] >= 0.95
    return str(found[0]["tier"])


def test_refunds_that_only_orders_tell_of_are_watched_and_no_more() -> None:
    assert tier(shop(("甲",), 10), "甲") == "watch"


def test_the_buyers_report_says_why_he_is_watched_only() -> None:
    for told, is_said in ((0, True), (10, False)):
        store = shop(("甲",), 10, told=told)
        text, _ = read(buyer_report(store, ref_of(store, "甲"), "zh"))
        assert ("不知道是谁的责任，四次只当一次" in text) == is_said


def test_with_enough_of_them_in_a_refund_export_they_are_high() -> None:
    assert tier(shop(("甲",), 8, told=1), "甲") == "watch"
    assert tier(shop(("甲",), 10, told=2), "甲") == "high"  # two, and eight of which four are worth one


def test_a_dozen_are_hardly_all_the_shops_fault() -> None:
    assert tier(shop(("甲",), 11), "甲") == "watch"
    assert tier(shop(("甲",), 12), "甲") == "high"


def test_the_same_holds_for_linked_accounts() -> None:
    for told, expected in ((0, "watch"), (2, "high")):
        store = shop(("甲", "乙"), 5, told=told, phone_key="1")
        with store.cursor() as cursor:
            assert cursor.execute("select tier from group_risk where signal = 'refund'").fetchall() == [(expected,)]


def test_unpaid_orders_need_no_refund_export() -> None:
    store = Warehouse()
    unpaid = {"state": "closed", "is_unpaid": True, "paid_at": None}
    put_orders(store, *({"order_id": f"u{n}", "created_at": NOON + 2 * n * DAY} | unpaid for n in range(10)))
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n % 80:02}"} for n in range(320)))
    [row] = [r for r in answers(judged(store), "risk/buyer_signals", shop=SHOP, buyer="甲") if r["trials"] == 10]
    assert (row["signal"], row["tier"]) == ("unpaid", "high")


def test_verdicts_from_before_this_rule_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "older.duckdb"
    store = Warehouse(path)
    put_orders(store, {"order_id": "a"})
    judged(store)
    assert verdicts.is_fresh(store)
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute("drop view buyer_risk")  # which was a table then
        cursor.execute("update meta set value = '9' where key = 'schema_version'")
    assert not verdicts.is_fresh(Warehouse(path))
