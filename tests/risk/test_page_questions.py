"""Questions of the pages: given rows, expected rows."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pandas as pd
import pytest

from risk.model import activity_of
from tests.risk.rows import NOON, SHOP, UNPAID, answers, judged, put, put_orders
from warehouse import ROOT, Warehouse, read_sql

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def store() -> Warehouse:
    """One abuser (甲) of three signals, forty ordinary buyers, a product that everyone sends back."""
    store = Warehouse()
    put(store, "batch", {"last_at": NOON + 30 * DAY})
    crowd = [
        {"order_id": f"o{n}", "buyer": f"客{n:02}", "item_id": f"70{n % 4}", "title": f"货{n % 4}"} for n in range(40)
    ]
    abuse = [
        {"order_id": f"u{n}", "item_id": "701", "title": "货1", "created_at": NOON + 3 * n * DAY} | UNPAID
        for n in range(8)
    ]
    faulty = [{"order_id": f"f{n}", "buyer": f"客{n:02}", "item_id": "799", "title": "坏货"} for n in range(12)]
    put_orders(store, *crowd, *abuse, *faulty)
    put(store, "buyer_order", {"order_id": "x", "buyer": None, "created_at": NOON - 7 * DAY})
    put(store, "order_line", {"order_id": "x", "line_id": "x-1", "title": "货1"})
    put(
        store,
        "refund",
        *({"refund_id": f"r{n}", "order_id": f"f{n}", "item_id": "799", "reason": "质量问题"} for n in range(8)),
    )
    put(
        store,
        "review",
        {"review_id": "v1", "order_id": "o0", "rating": "bad", "text": "不好"},
        {"review_id": "v2", "order_id": "f0", "is_default": True},
    )
    return judged(store)


def test_coverage_names_the_latest_order(store: Warehouse) -> None:
    [row] = answers(store, "risk/coverage")
    assert row["last_at"] == NOON + 21 * DAY


def test_coverage_counts_orders_that_have_a_buyer(store: Warehouse) -> None:
    [row] = answers(store, "risk/coverage")
    assert (row["orders"], row["attributed"], row["shops"]) == (61, 60, SHOP)
    assert row["first_at"] == NOON - 7 * DAY


def test_tiers_count_each_buyer_once_and_state_the_wrong_share(store: Warehouse) -> None:
    [row] = answers(store, "risk/tier_counts")
    [high] = [r for r in buyers(store) if r["tier"] == "high"]
    assert (row["buyers"], row["high"], row["unpaid"]) == (41, 1, 1)
    assert row["high_wrong"] == pytest.approx(1 - high["certainty"])
    assert row["high_amount"] == pytest.approx(high["lost_stock"])


def buyers(store: Warehouse, **filters: object) -> list[dict[str, Any]]:
    """A page of the list."""
    values: dict[str, object] = {
        "tiers": ["high", "watch", "none", "few"], "signals": [], "since": None, "amount": 0, "name": "",
        "move": None, "decisions": [], "sort": "certainty", "size": None, "offset": 0,
    }  # fmt: skip
    return answers(store, "risk/buyers", **(values | filters))


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
        values = dict.fromkeys(("shop", "since", "move")) | {
            "tiers": ["high", "watch", "none", "few"], "signals": [], "amount": 0, "name": "", "decisions": [],
            "sort": "certainty", "size": 4, "offset": 0,
        }  # fmt: skip
        question = read_sql(ROOT / "risk" / "sql" / "pages" / "buyers.sql")
        found = cursor.execute(question, values).df()
    assert list(found["buyer"]) == ["甲", "客05", "客06", "客00"]


def test_weeks_begin_on_monday_and_leave_no_gap(store: Warehouse) -> None:
    rows = [r for r in answers(store, "risk/weekly") if r["signal"] == "unpaid"]
    assert [r["week"] for r in rows] == [datetime(2026, 11, 2) + 7 * n * DAY for n in range(4)]
    assert [r["everyone"] for r in rows] == [3, 2, 2, 1]
    assert [r["listed"] for r in rows] == [3, 2, 2, 1]


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


def test_one_buyers_head_signals_events_and_rows(store: Warehouse) -> None:
    ref = next(r["ref"] for r in buyers(store) if r["buyer"] == "甲")
    [named] = answers(store, "risk/buyer_of_ref", ref=ref)
    [head] = answers(store, "risk/buyer", **named)
    assert (head["buyer"], head["orders"], head["unpaid"], head["amount_paid"]) == ("甲", 8, 8, 0)
    assert answers(store, "risk/buyer_of_ref", ref="nobody") == []
    who = {"shop": SHOP, "buyer": "甲"}
    assert named == who
    [signal] = answers(store, "risk/buyer_signals", **who)
    assert (signal["signal"], signal["certainty"]) == ("unpaid", signal["certainty_alone"])
    events = answers(store, "risk/buyer_events", **who)
    assert [(e["lane"], e["kind"]) for e in events] == [("order", "unpaid")] * 8
    assert [e["at"] for e in events] == sorted(e["at"] for e in events)


def test_the_prior_of_a_verdict_is_that_of_buyers_who_buy_about_as_much() -> None:
    store = Warehouse()
    put_orders(store, *({"order_id": f"{n}-{m}", "buyer": f"客{n}"} for n in range(1, 10) for m in range(n)))
    judged(store)
    for many in range(1, 10):
        [unpaid] = [
            row
            for row in answers(store, "risk/buyer_signals", shop=SHOP, buyer=f"客{many}")
            if row["signal"] == "unpaid"
        ]
        assert unpaid["trials"] == many
        assert list(unpaid["weights"]) == list(unpaid["by_activity"][int(activity_of(many))])


def test_a_buyers_reviews_and_refunds_stand_in_the_events(store: Warehouse) -> None:
    events = answers(store, "risk/buyer_events", shop=SHOP, buyer="客00")
    assert [(e["lane"], e["kind"], e["order_id"]) for e in events] == [
        ("order", "paid", "o0"),
        ("order", "paid", "f0"),
        ("refund", "refund_only", "f0"),
        ("review", "bad", "o0"),
        ("review", "other_review", "f0"),
    ]


def test_a_refund_that_only_its_order_tells_of_stands_in_the_events_too() -> None:
    store = Warehouse()
    told = {"state": "closed", "is_unpaid": False, "paid_at": NOON + DAY, "refund_amount": 9}
    put_orders(store, {"order_id": "told", "buyer": "乙"}, {"order_id": "alone", "buyer": "乙", **told})
    put(store, "refund", {"refund_id": "r", "order_id": "told", "applied_at": NOON + DAY})
    events = answers(judged(store), "risk/buyer_events", shop=SHOP, buyer="乙")
    assert sorted((e["kind"], e["order_id"]) for e in events if e["lane"] == "refund") == [
        ("order_refund", "alone"),
        ("refund_only", "told"),
    ]


def test_refunds_are_told_by_how_they_were_made_and_why_others_do_not_count() -> None:
    store = Warehouse()
    put_orders(store, *({"order_id": f"k{n}", "buyer": "乙"} for n in range(5)), {"order_id": "k9", "buyer": "丙"})
    made = [{"kind": "refund_only"}, {"kind": "refund_only"}, {"kind": "return"}, {"reason_class": "stock"}]
    rows = [{"refund_id": f"r{n}", "order_id": f"k{n}"} | refund for n, refund in enumerate(made)]
    put(store, "refund", *rows, {"refund_id": "r9", "order_id": "k9"})
    found = answers(judged(store), "risk/refund_kinds", shop=SHOP, buyer="乙")
    assert [(row["word"], row["is_counted"], row["refunds"]) for row in found] == [
        ("refund_only", True, 2),
        ("return", True, 1),
        ("shop_fault", False, 1),
    ]


def test_rows_behind_a_claim_name_their_file_and_line(store: Warehouse) -> None:
    from risk.workbook import SQL

    rows = store.ask(SQL / "rows_behind.sql", {"shops": [SHOP], "buyers": ["客00"]}).to_dict("records")
    # v2 is the system's
    assert {(r["signal"], r["ref_id"], r["row_number"]) for r in rows} == {("refund", "r0", 3), ("review", "v1", 4)}
    assert {r["file"] for r in rows} == {"ExportOrderList.xlsx"}
    assert {(r["signal"], r["said"]) for r in rows} == {("refund", "质量问题"), ("review", "不好")}
    assert [r["kind"] for r in rows if r["signal"] == "refund"] == ["refund_only"]


def test_an_unpaid_order_says_why_it_was_closed() -> None:
    from risk.workbook import SQL

    store = Warehouse()
    put_orders(store, UNPAID | {"order_id": "77", "close_reason": "买家未付款"})
    [row] = judged(store).ask(SQL / "rows_behind.sql", {"shops": [SHOP], "buyers": ["甲"]}).to_dict("records")
    assert (row["signal"], row["said"]) == ("unpaid", "买家未付款")


def test_a_refund_that_only_orders_tell_of_stands_as_its_order_with_the_row_of_its_line() -> None:
    from risk.workbook import SQL

    store = Warehouse()
    put(store, "batch", {"batch_id": 1})
    put(store, "buyer_order", {"order_id": "77", "status": "交易关闭", "state": "closed"})
    put(store, "order_line", {"order_id": "77", "line_id": "o1", "source": "orders", "row_number": 6})
    judged(store)
    [row] = store.ask(SQL / "rows_behind.sql", {"shops": [SHOP], "buyers": ["甲"]}).to_dict("records")
    assert (row["signal"], row["ref_id"], row["row_number"], row["file"]) == (
        "refund",
        "77",
        6,
        "ExportOrderList.xlsx",
    )
    assert pd.isna(row["amount"])  # none is told, which is not the same as nothing


def test_the_workbook_leaves_an_amount_that_is_not_told_empty() -> None:
    from risk.listing import flagged
    from risk.workbook import list_workbook

    store = Warehouse()
    put(store, "buyer_order", {"order_id": "77", "status": "交易关闭", "state": "closed"})
    book = list_workbook(judged(store), flagged(store, everyone=True), language="zh")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[1]
    head = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, head.index("金额") + 1).value is None


def test_doubts_name_the_faulty_product_of_an_honest_refunder(store: Warehouse) -> None:
    [row] = answers(store, "risk/buyer_doubts", shop=SHOP, buyer="客00")
    assert (row["faulty_products"], row["faulty_title"], row["shop_fault"]) == (1, "坏货", 0)


def test_a_listed_buyer_has_a_place_and_a_day_since_when() -> None:
    store = Warehouse()
    for number in range(200):
        put_orders(store, {"order_id": f"o{number}", "buyer": f"客{number}"})
    for buyer, many in (("甲", 9), ("乙", 12)):
        put_orders(store, *(UNPAID | {"order_id": f"{buyer}{n}", "buyer": buyer} for n in range(many)))
    judged(store)
    found = {name: answers(store, "risk/buyer_place", shop=SHOP, buyer=name) for name in ("甲", "乙", "客1")}
    assert [row["place"] for name in ("乙", "甲") for row in found[name]] == [1, 2]
    assert found["客1"] == []
    with store.cursor() as cursor:
        [(since,)] = cursor.execute("select changed_at from list_change where buyer = '甲'").fetchall()
    assert found["甲"][0]["since"] == since


def test_places_are_those_of_the_list_and_since_is_the_last_time_on_it() -> None:
    store = Warehouse()
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n}"} for n in range(100)))
    for buyer in ("甲", "乙", "丙"):
        put_orders(store, *(UNPAID | {"order_id": f"{buyer}{n}", "buyer": buyer} for n in range(9)))
    put_orders(store, *(UNPAID | {"order_id": f"x{n}", "buyer": "甲", "shop": "别的店"} for n in range(9)))
    judged(store)
    with store.writing(remakes_verdicts=False) as cursor:
        # on watch for want of knowing whose fault it was, however sure the count is
        cursor.execute("update buyer_summary set tier = 'watch', certainty = 1 where buyer = '丙'")
        cursor.execute("update buyer_summary set tier = 'high', certainty = 0.97 where buyer = '甲'")
        cursor.execute("update buyer_summary set tier = 'high', certainty = 0.98 where buyer = '乙'")
        cursor.execute("delete from list_change")
        for day, shop, before, after in (
            (1, SHOP, "none", "high"), (2, SHOP, "high", "none"), (3, SHOP, "none", "watch"),
            (4, SHOP, "watch", "high"), (9, "别的店", "none", "high"),
        ):  # fmt: skip
            row = {"at": NOON + day * DAY, "shop": shop, "before": before, "after": after}
            cursor.execute("insert into list_change values ($at, $shop, '甲', $before, $after)", row)
    found = {name: answers(store, "risk/buyer_place", shop=SHOP, buyer=name) for name in ("乙", "甲", "丙")}
    assert [row["place"] for rows in found.values() for row in rows] == [1, 2, 3]
    assert found["甲"][0]["since"] == NOON + 3 * DAY
    assert pd.isna(found["乙"][0]["since"])


def test_what_imports_changed_is_told_newest_first_and_no_more_than_eight(store: Warehouse) -> None:
    changes = [(day, SHOP, "甲", "unpaid", day, 0.9) for day in range(1, 9)]
    changes += [
        (8, SHOP, "甲", "refund", 3, 0.95),
        (9, "别的店", "甲", "unpaid", 30, 0.9),
        (9, SHOP, "客00", "unpaid", 40, 0.9),
    ]
    with store.rehearsing() as cursor:
        cursor.execute("delete from signal_change")
        for day, shop, buyer, signal, observed, certainty in changes:
            row = {
                "at": NOON + day * DAY,
                "shop": shop,
                "buyer": buyer,
                "signal": signal,
                "o": observed,
                "c": certainty,
            }
            cursor.execute(
                "insert into signal_change values ($at, $shop, $buyer, $signal, 50, $o, 1, $c, 'high')", row
            )
        question = read_sql(ROOT / "risk" / "sql" / "pages" / "buyer_moves.sql")
        found = cursor.execute(question, {"shop": SHOP, "buyer": "甲"}).df()
    assert list(found["signal"]) == ["refund"] + ["unpaid"] * 7
    assert list(found["observed"]) == [3, 8, 7, 6, 5, 4, 3, 2]
    assert list(found["more"].fillna(-1)) == [-1] + [1] * 7


def test_equal_refunds_and_a_review_of_an_order_that_is_not_there_stand_in_the_events() -> None:
    store = Warehouse()
    put_orders(store, {"order_id": "1", "buyer": "甲"}, {"order_id": "2", "buyer": "乙"})
    put(store, "refund", *({"refund_id": f"r{n}", "order_id": "1", "item_id": "701"} for n in range(2)))
    put(store, "review", {"review_id": "v", "order_id": "gone", "buyer": "甲", "rating": "bad"})
    put(store, "review", {"review_id": "w", "order_id": "2", "rating": "bad"})
    events = answers(judged(store), "risk/buyer_events", shop=SHOP, buyer="甲")
    assert [(e["lane"], e["order_id"]) for e in events] == [
        ("order", "1"), ("refund", "1"), ("refund", "1"), ("review", "gone"),
    ]  # fmt: skip


def test_lines_that_were_closed_together_are_one_event_with_each_title_once() -> None:
    store = Warehouse()
    put(store, "buyer_order", {"order_id": "1", "state": "closed", "status": "交易关闭", "refund_amount": 30})
    lines = [{"line_id": f"l{n}", "item_id": f"70{n % 2}", "title": ("杯", "盘")[n % 2]} for n in range(4)]
    put(store, "order_line", *({"order_id": "1", "refund_amount": 7} | line for line in lines))
    [order, refund] = answers(judged(store), "risk/buyer_events", shop=SHOP, buyer="甲")
    assert (order["lane"], refund["kind"], refund["amount"]) == ("order", "order_refund", 28)
    assert sorted(refund["title"].split("、")) == ["杯", "盘"]


def test_linked_accounts_are_shown_with_what_they_share() -> None:
    store = Warehouse()
    put(store, "buyer_order", *({"order_id": f"{n}", "buyer": f"号{n}", "phone_key": "k"} for n in range(2)))
    judged(store)
    [row] = answers(store, "risk/buyer_links", shop=SHOP, buyer="号0")
    assert (row["buyer"], row["links"], row["orders"]) == ("号1", "phone", 1)


def test_a_key_shared_by_more_than_eight_links_nobody() -> None:
    store = Warehouse()
    put(store, "buyer_order", *({"order_id": f"{n}", "buyer": f"号{n}", "address_key": "k"} for n in range(9)))
    judged(store)
    assert answers(store, "risk/buyer_links", shop=SHOP, buyer="号0") == []


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
    assert sum(r["everyone"] for r in answers(two_shops, "risk/weekly", shop="乙店")) == 0
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
        question = read_sql(ROOT / "risk" / "sql" / "pages" / "find.sql")
        called = cursor.execute(question, {"shop": SHOP, "wanted": "客", "most": 99}).df()
        numbered = cursor.execute(question, {"shop": SHOP, "wanted": "20000039", "most": 99}).df()
    assert list(called["buyer"][:5]) == ["客20", "客30", "客10", "客01", "客02"]
    assert list(called["buyer"])[-1] == "客00"
    # nothing was judged yet of whom an import has just brought
    assert numbered[["buyer", "tier", "is_too_few"]].to_numpy().tolist() == [["客39", "none", True]]


def test_freshness_and_history_of_imports(store: Warehouse) -> None:
    [fresh] = answers(store, "etl/freshness")
    assert (fresh["kind"], fresh["last_at"]) == ("orders", NOON + 30 * DAY)
    [batch] = answers(store, "etl/history")
    assert (batch["file"], batch["rows_new"]) == ("ExportOrderList.xlsx", 1)
