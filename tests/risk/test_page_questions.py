"""Questions of the overview, the list and the search: given rows, expected rows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

from tests.risk.rows import ALL_BUYERS, NOON, SHOP, UNPAID, answered_within, answers, buyers, judged, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)
KEYS = {"order_line": "line_id", "refund": "refund_id", "review": "review_id"}


def test_coverage_names_the_latest_order(store: Warehouse) -> None:
    [row] = answers(store, "risk/coverage")
    assert row["last_at"] == NOON + 21 * DAY


def test_coverage_counts_orders_that_have_a_buyer(store: Warehouse) -> None:
    [row] = answers(store, "risk/coverage")
    assert (row["orders"], row["attributed"], row["shops"]) == (61, 60, SHOP)
    assert row["first_at"] == NOON - 7 * DAY


@pytest.mark.parametrize("table", ["order_line", "refund", "review"])
def test_a_shop_is_empty_until_anything_has_come_in(table: str) -> None:
    store = Warehouse()
    [nothing] = answers(store, "risk/coverage")
    assert (nothing["orders"], nothing["is_empty"], pd.isna(nothing["last_at"])) == (0, True, True)
    put(
        store,
        "batch",
        {"batch_id": 1, "last_at": NOON + DAY},
        {"batch_id": 2, "last_at": NOON + 9 * DAY, "shop": "乙店"},
    )
    put(store, "batch", {"batch_id": 3, "last_at": NOON + 9 * DAY, "undone_at": NOON})
    put(store, table, {KEYS[table]: "1", "order_id": "1"})
    [found] = answers(store, "risk/coverage", shop=SHOP)
    assert (found["orders"], found["is_empty"], found["last_at"]) == (0, False, NOON + DAY)
    assert [row["is_empty"] for row in answers(store, "risk/coverage", shop="乙店")] == [True]


def test_tiers_count_each_buyer_once_and_state_the_wrong_share(store: Warehouse) -> None:
    [row] = answers(store, "risk/tier_counts")
    [high] = [r for r in buyers(store) if r["tier"] == "high"]
    assert (row["buyers"], row["high"], row["unpaid"]) == (41, 1, 1)
    assert row["high_wrong"] == pytest.approx(1 - high["certainty"])
    assert row["high_amount"] == pytest.approx(high["lost_stock"])


def test_the_list_filters_sorts_and_pages(store: Warehouse) -> None:
    everyone = buyers(store)
    assert len(everyone) == everyone[0]["found"] == 41
    assert everyone[0]["buyer"] == "甲"
    assert [r["buyer"] for r in buyers(store, tiers=["high"])] == ["甲"]
    assert [r["buyer"] for r in buyers(store, signals=["unpaid"])] == ["甲"]
    assert buyers(store, signals=["review"]) == []
    assert [r["buyer"] for r in buyers(store, since=NOON + DAY)] == ["甲"]
    assert [r["buyer"] for r in buyers(store, tiers=["high"], amount=5)] == ["甲"]
    assert buyers(store, tiers=["high"], amount=10) == []
    assert [r["buyer"] for r in buyers(store, name="客07")] == ["客07"]
    assert buyers(store, name="%") == []
    second = buyers(store, size=10, offset=10)
    assert [r["buyer"] for r in second] == [r["buyer"] for r in everyone[10:20]]
    assert second[0]["found"] == 41
    amounts = [r["amount_at_stake"] for r in buyers(store, sort="amount")]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize(
    ("sort", "column"), [("amount", "amount_at_stake"), ("latest", "last_order"), ("orders", "orders")]
)
def test_the_list_can_be_sorted_by_what_its_columns_say(store: Warehouse, sort: str, column: str) -> None:
    found = pd.DataFrame(buyers(store, sort=sort))
    assert found[column].is_monotonic_decreasing
    assert found[column].nunique() > 1


def test_the_list_begins_with_the_high_however_sure_the_watch_is(store: Warehouse) -> None:
    with store.rehearsing() as cursor:
        cursor.execute("update buyer_summary set tier = 'watch', certainty = 1 where buyer in ('客05', '客06')")
        cursor.execute("update buyer_summary set certainty = 0.99 where buyer = '客06'")
        cursor.execute("update buyer_summary set certainty = 0.96 where buyer = '甲'")
        cursor.execute("update buyer_summary set certainty = 1 where buyer = '客00'")
        found = answered_within(cursor, "risk/buyers", **(ALL_BUYERS | {"size": 4}))
    assert list(found["buyer"]) == ["甲", "客05", "客06", "客00"]


def test_weeks_begin_on_monday_and_leave_no_gap(store: Warehouse) -> None:
    rows = [r for r in answers(store, "risk/weekly", product=None) if r["signal"] == "unpaid"]
    assert [r["week"] for r in rows] == [datetime(2026, 11, 2) + 7 * n * DAY for n in range(4)]
    assert [r["everyone"] for r in rows] == [3, 2, 2, 1]
    assert [r["listed"] for r in rows] == [3, 2, 2, 1]


def test_an_order_that_may_still_be_paid_is_not_unpaid_this_week() -> None:
    waiting = {"state": "waiting", "is_unpaid": False, "paid_at": None, "paid": 0}
    store = Warehouse()
    put_orders(
        store,
        {"order_id": "1", "seen_at": NOON + timedelta(hours=5)} | waiting,
        {"order_id": "2", "seen_at": NOON + timedelta(hours=25)} | waiting,
        {"order_id": "3"} | UNPAID,
    )
    rows = answers(judged(store), "risk/weekly", product=None)
    assert [row["everyone"] for row in rows if row["signal"] == "unpaid"] == [2]


def test_what_has_no_time_is_counted_beside_the_weeks() -> None:
    store = Warehouse()
    undated = [{"order_id": f"{n}", "created_at": None} | UNPAID for n in range(3)]
    put_orders(store, *undated, {"order_id": "7"} | UNPAID, {"order_id": "8", "created_at": NOON + 7 * DAY} | UNPAID)
    rows = answers(judged(store), "risk/weekly", product=None)
    assert [(row["everyone"], row["undated"]) for row in rows if row["signal"] == "unpaid"] == [(1, 3), (1, 3)]
    assert {row["undated"] for row in rows if row["signal"] != "unpaid"} == {0}


def test_beyond_expected_holds_who_is_flagged_for_the_signal(store: Warehouse) -> None:
    [row] = answers(store, "risk/beyond_expected", signal="unpaid")
    assert (row["buyer"], row["trials"], row["observed"], row["tier"]) == ("甲", 8, 8, "high")
    assert row["expected"] < 2
    assert answers(store, "risk/beyond_expected", signal="review") == []


def test_the_product_that_everyone_refunds_is_named_with_its_reason(store: Warehouse) -> None:
    [row] = answers(store, "risk/refunded_products")
    assert (row["title"], row["lines"], row["refunds"], row["reason"]) == ("坏货", 12, 8, "质量问题")
    assert row["rate"] == pytest.approx(8 / 12)


def test_where_nobody_refunds_no_product_is_one_that_everybody_refunds() -> None:
    store = Warehouse()
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n}", "item_id": "i1", "title": "碗"} for n in range(20)))
    assert answers(judged(store), "risk/refunded_products") == []


@pytest.fixture(scope="module")
def two_shops() -> Warehouse:
    """Two shops; 甲 leaves orders unpaid in the first, and buys one thing in the second."""
    store = Warehouse()
    put(store, "batch", {"last_at": NOON + DAY}, {"shop": "乙店", "kind": "refunds", "last_at": NOON + 2 * DAY})
    abuse = [{"order_id": f"1000{n:04}", "item_id": "701"} | UNPAID for n in range(8)]
    crowd = [{"order_id": f"2000{n:04}", "buyer": f"客{n:02}", "item_id": "701"} for n in range(40)]
    other = [{"order_id": "30000001", "shop": "乙店"}, {"order_id": "30000002", "shop": "乙店", "buyer": "客99"}]
    put_orders(store, *abuse, *crowd, *other)
    return judged(store)


def test_questions_keep_to_the_shop_that_is_asked_for(two_shops: Warehouse) -> None:
    assert [r["shop"] for r in answers(two_shops, "risk/shops")] == ["乙店", SHOP]
    orders = [answers(two_shops, "risk/coverage", shop=shop)[0]["orders"] for shop in (None, SHOP, "乙店", "丙店")]
    assert orders == [50, 48, 2, 0]
    many = [answers(two_shops, "risk/tier_counts", shop=shop)[0] for shop in (None, SHOP, "乙店")]
    assert [(row["buyers"], row["high"]) for row in many] == [(43, 1), (41, 1), (2, 0)]
    assert [r["buyer"] for r in buyers(two_shops, shop="乙店")] == ["客99", "甲"]
    for shop, flagged in ((SHOP, ["甲"]), ("乙店", [])):
        rows = answers(two_shops, "risk/beyond_expected", signal="unpaid", shop=shop)
        assert [r["buyer"] for r in rows] == flagged
    assert sum(r["everyone"] for r in answers(two_shops, "risk/weekly", shop="乙店", product=None)) == 0
    assert [r["kind"] for r in answers(two_shops, "etl/freshness", shop="乙店")] == ["refunds"]
    assert [r["kind"] for r in answers(two_shops, "etl/history", shop=SHOP)] == ["orders"]


def found(store: Warehouse, wanted: str, shop: str | None = None) -> list[tuple[str, str]]:
    """(shop, buyer) of what the search finds."""
    rows = answers(store, "risk/find", wanted=wanted, most=9, shop=shop)
    return [(row["shop"], row["buyer"]) for row in rows]


def test_the_search_knows_names_masked_names_and_order_numbers(two_shops: Warehouse) -> None:
    assert found(two_shops, "甲") == [(SHOP, "甲"), ("乙店", "甲")]
    assert found(two_shops, "甲", shop="乙店") == [("乙店", "甲")]
    assert found(two_shops, "客**99") == [("乙店", "客99")]
    assert found(two_shops, "%") == []
    assert found(two_shops, "20000007") == [(SHOP, "客07")]
    assert set(found(two_shops, "000002")) == {(SHOP, "甲"), (SHOP, "客02"), ("乙店", "客99")}
    assert found(two_shops, "0002") == []


def test_the_search_names_the_listed_first_then_who_ordered_last(two_shops: Warehouse) -> None:
    assert found(two_shops, "30000001", shop=SHOP) == []
    with two_shops.rehearsing() as cursor:
        cursor.execute("update buyer_summary set tier = 'watch' where buyer = '客30'")
        cursor.execute("update buyer_summary set tier = 'high' where buyer = '客20'")
        cursor.execute("update buyer_summary set last_order = last_order + interval 1 day where buyer = '客10'")
        cursor.execute("update buyer_summary set last_order = null where buyer = '客00'")
        cursor.execute("delete from buyer_summary where buyer = '客39'")
        called = answered_within(cursor, "risk/find", shop=SHOP, wanted="客", most=99)
        numbered = answered_within(cursor, "risk/find", shop=SHOP, wanted="20000039", most=99)
    assert list(called["buyer"][:5]) == ["客20", "客30", "客10", "客01", "客02"]
    assert list(called["buyer"])[-1] == "客00"
    # nothing was judged yet of whom an import has just brought
    assert numbered[["buyer", "tier", "is_too_few"]].to_numpy().tolist() == [["客39", "none", True]]


def test_freshness_and_history_of_imports(store: Warehouse) -> None:
    [fresh] = answers(store, "etl/freshness")
    assert (fresh["kind"], fresh["last_at"]) == ("orders", NOON + 30 * DAY)
    [batch] = answers(store, "etl/history")
    assert (batch["file"], batch["rows_new"]) == ("ExportOrderList.xlsx", 1)
