"""Could it be us? What stands beside the reasons: late parcels, a price that fell, returns that need no reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from risk import settings
from risk.doubts import doubts_of
from tests.risk.rows import NOON, SHOP, UNPAID, answers, judged, put, put_orders, trials
from warehouse import Warehouse

DAY = timedelta(days=1)


@pytest.fixture
def store() -> Warehouse:
    """甲 has bought four cups and sent them back."""
    store = Warehouse()
    put_orders(store, *({"order_id": f"a{n}", "created_at": NOON + n * DAY} for n in range(4)))
    put(store, "refund", *({"refund_id": f"r{n}", "order_id": f"a{n}", "item_id": "701"} for n in range(4)))
    return store


def doubts(store: Warehouse) -> dict[str, Any]:
    [row] = answers(judged(store), "risk/buyer_doubts", shop=SHOP, buyer="甲")
    return row


def keys(found: dict[str, Any]) -> list[str]:
    """What is said, in order."""
    return [doubt.key for doubt in doubts_of(found, "")]


def test_returns_without_a_reason_are_named(store: Warehouse) -> None:
    put(store, "refund", {"refund_id": "other", "order_id": "a0", "reason_class": "quality"})
    assert doubts(store)["no_reason"] == 4


def test_refunds_that_no_export_gives_a_reason_for_are_not_called_nobodys_fault(store: Warehouse) -> None:
    assert doubts(store)["untold"] == 0
    put_orders(store, {"order_id": "silent"}, {"order_id": "told"}, {"order_id": "alone", "state": "closed"})
    put(
        store,
        "refund",
        {"refund_id": "silent", "order_id": "silent", "item_id": "701", "reason": None, "reason_class": None},
        {"refund_id": "told", "order_id": "told", "item_id": "701", "reason": None, "fault": "buyer"},
    )
    found = doubts(store)
    assert found["untold"] == 2  # the one without a reason, and the one that only its order tells of
    assert keys(found) == ["untold", "no_reason", "no_faulty", "no_defects", "no_price_drop"]


def test_refunds_of_an_unknown_product_do_not_speak_for_the_product(store: Warehouse) -> None:
    assert "no_faulty" in keys(doubts(store))
    with store.writing() as cursor:
        cursor.execute("delete from order_line")
        cursor.execute("update refund set item_id = null, title = null")
    found = doubts(store)
    assert (found["no_product"], found["faulty_products"]) == (4, 0)
    assert keys(found)[0] == "no_product"
    assert "no_faulty" not in keys(found)


def test_parcels_that_left_after_two_days_are_counted(store: Warehouse) -> None:
    with store.writing() as cursor:
        cursor.execute("update buyer_order set shipped_at = paid_at + interval 49 hour where order_id = 'a1'")
        cursor.execute("update buyer_order set shipped_at = paid_at + interval 48 hour where order_id = 'a2'")
    found = doubts(store)
    assert (found["late_parcels"], found["sent_parcels"]) == (1, 2)
    assert "late_parcels" in keys(found)


def test_parcels_in_time_are_said_to_be_of_which_the_times_are_known(store: Warehouse) -> None:
    assert not {"in_time", "late_parcels"} & set(keys(doubts(store)))
    with store.writing() as cursor:
        cursor.execute(
            "update buyer_order set shipped_at = paid_at + interval 47 hour where order_id in ('a1', 'a2')"
        )
    [said] = [doubt for doubt in doubts_of(doubts(store), "") if doubt.key == "in_time"]
    assert (said.is_open, said.values) == (False, {"count": 2})


def test_what_a_buyer_says_was_wrong_is_worth_a_look(store: Warehouse) -> None:
    with store.writing() as cursor:
        cursor.execute(
            "update refund set reason = '质量问题', reason_class = 'quality' where refund_id in ('r0', 'r1')"
        )
        cursor.execute("update refund set reason = '未收到货', reason_class = 'not_received' where refund_id = 'r2'")
    found = doubts(store)
    assert (found["defects"], found["no_reason"]) == (3, 1)
    assert {"defects", "no_reason"} <= set(keys(found))
    assert "no_defects" not in keys(found)


def test_bad_reviews_of_what_everyone_rates_badly_are_the_products(store: Warehouse) -> None:
    put(store, "review", *({"review_id": f"v{n}", "order_id": f"a{n}", "rating": "bad"} for n in range(2)))
    assert "not_badly_rated" in keys(doubts(store))
    # another product, which others buy and like
    goods = [{"order_id": f"o{n}", "buyer": f"友{n}", "item_id": "702"} for n in range(40)]
    put_orders(store, *goods)
    put(
        store, "review",
        *({"review_id": f"w{n}", "order_id": f"o{n}", "rating": "good", "item_id": "702"} for n in range(40)),
        *({"review_id": f"x{n}", "order_id": f"c{n}", "buyer": f"客{n}", "rating": "bad", "item_id": "701"}
          for n in range(10)),
    )  # fmt: skip
    [said] = [doubt for doubt in doubts_of(doubts(store), "") if doubt.key == "badly_rated"]
    assert (said.is_open, said.values["count"]) == (True, 2)
    with store.writing() as cursor:
        cursor.execute("update buyer_order set shipped_at = paid_at + interval 1 day where order_id in ('a0', 'a1')")
    assert "reviewed_in_time" in keys(doubts(store))
    with store.writing() as cursor:
        cursor.execute("update buyer_order set shipped_at = paid_at + interval 3 day where order_id = 'a0'")
    found = doubts(store)
    assert found["late_reviewed"] == 1
    assert "late_reviewed" in keys(found)


def test_what_was_taken_back_to_be_ordered_anew_is_named(store: Warehouse) -> None:
    assert doubts(store)["bought_again"] == 0
    put_orders(store, *({"order_id": f"again{n}", "created_at": NOON + (90 + n / 9) * DAY} for n in range(2)))
    put(store, "refund", {"refund_id": "again", "order_id": "again0", "item_id": "701", "kind": "before_dispatch"})
    found = doubts(store)
    assert (found["bought_again"], found["reordered"]) == (1, 0)
    assert "bought_again" in keys(found)


def test_nothing_is_said_of_what_a_buyer_did_not_do() -> None:
    store = Warehouse()
    put_orders(store, {"order_id": "a"}, UNPAID | {"order_id": "b", "buyer": "乙"})
    assert doubts_of(doubts(store), "") == []
    [found] = answers(store, "risk/buyer_doubts", shop=SHOP, buyer="乙")
    assert keys(found) == ["not_reordered"]


def test_of_who_is_listed_only_what_it_is_for_is_looked_at(store: Warehouse) -> None:
    put_orders(store, UNPAID | {"order_id": "u", "created_at": NOON + 30 * DAY})
    found = doubts(store)
    assert [doubt.key for doubt in doubts_of(found, "unpaid")] == ["not_reordered"]
    assert "not_reordered" not in [doubt.key for doubt in doubts_of(found, "refund,review")]


def test_a_price_that_fell_soon_after_is_seen(store: Warehouse) -> None:
    assert doubts(store)["price_drops"] == 0
    put_orders(store, *({"order_id": f"b{n}", "buyer": f"客{n}", "paid_at": NOON + 16 * DAY} for n in range(3)))
    with store.writing() as cursor:
        cursor.execute("update order_line set paid = 89 where order_id like 'b%'")
        cursor.execute("update buyer_order set paid_at = created_at where order_id like 'a%'")
    assert doubts(store)["price_drops"] == 3  # the first cup was bought more than 15 days before
    with store.writing() as cursor:
        cursor.execute("update order_line set paid = 91 where order_id = 'b0'")
    assert doubts(store)["price_drops"] == 0


def test_prices_are_those_of_one_piece(store: Warehouse) -> None:
    put_orders(store, *({"order_id": f"b{n}", "buyer": f"客{n}", "paid_at": NOON + 4 * DAY} for n in range(3)))
    with store.writing() as cursor:
        cursor.execute("update order_line set quantity = 2, paid = 178 where order_id like 'b%'")
        cursor.execute("update order_line set paid = 100 where order_id like 'a%'")
    assert doubts(store)["price_drops"] == 4
    with store.writing() as cursor:
        cursor.execute("update order_line set quantity = 2 where order_id = 'a0'")  # 50 each
    assert doubts(store)["price_drops"] == 3


def test_a_line_that_says_when_it_was_paid_is_believed(store: Warehouse) -> None:
    put_orders(store, *({"order_id": f"b{n}", "buyer": f"客{n}", "paid_at": NOON + 4 * DAY} for n in range(3)))
    with store.writing() as cursor:
        cursor.execute(
            "update order_line set paid = 50, paid_at = $at where order_id like 'b%'", {"at": NOON + 4 * DAY}
        )
        cursor.execute("update order_line set paid = 100 where order_id like 'a%'")
    assert doubts(store)["price_drops"] == 4
    with store.writing() as cursor:
        cursor.execute("update order_line set paid_at = $at where order_id = 'b0'", {"at": NOON + 90 * DAY})
    assert doubts(store)["price_drops"] == 0


def test_what_counts_as_our_doing_is_the_owners_to_set(store: Warehouse) -> None:
    put_orders(store, *({"order_id": number} for number in ("late", "torn", "theirs", "post")))
    put(
        store,
        "refund",
        {"refund_id": "late", "order_id": "late", "item_id": "701", "reason_class": "late"},
        {"refund_id": "torn", "order_id": "torn", "item_id": "701", "reason_class": "damaged"},
        {"refund_id": "theirs", "order_id": "theirs", "item_id": "701", "reason_class": "late", "fault": "buyer"},
        {"refund_id": "post", "order_id": "post", "item_id": "701", "reason_class": "price", "is_partial": True},
    )
    found = trials(store, "refund")
    assert found["late"] == found["post"] == (False, "shop_fault")
    assert (found["torn"], found["theirs"]) == ((True, None), (True, None))
    settings.save(store, settings.current(store) | {"fault_late": 0.0, "fault_damaged": 1.0, "fault_price": 0.0})
    found = trials(store, "refund")
    assert (found["late"], found["torn"]) == ((True, None), (False, "shop_fault"))
    assert found["post"] == (True, None)
    assert found["theirs"] == (True, None)


def test_unpaid_orders_without_a_time_are_named_and_nobody_claims_that_none_was_placed_again() -> None:
    store = Warehouse()
    undated = UNPAID | {"created_at": None}
    put_orders(store, *[undated | {"order_id": f"u{n}"} for n in range(3)], {"order_id": "p"})
    found = doubts(store)
    assert (found["undated"], found["unpaid"]) == (1, 3)
    assert keys(found) == ["undated"]
    with store.writing() as cursor:
        cursor.execute("update setting set value = 0 where name = 'reorder_hours'")
    assert doubts(store)["undated"] == 0
