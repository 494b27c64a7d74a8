"""Questions about one buyer: given rows, expected rows."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pandas as pd
import pytest

from risk.model import activity_of
from risk.workbook import SQL
from tests.risk.rows import NOON, SHOP, UNPAID, answered_within, answers, buyers, judged, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)


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


@pytest.mark.parametrize(("key", "shown"), [("f" * 32 + "#1", "1"), ("0a" * 16, "1"), ("1234567890", "1234567890")])
def test_a_review_without_a_number_stands_as_its_order(key: str, shown: str) -> None:
    store = Warehouse()
    put_orders(store, {"order_id": "1"})
    put(store, "review", {"review_id": key, "order_id": "1", "rating": "bad"})
    [row] = judged(store).ask(SQL / "rows_behind.sql", {"shops": [SHOP], "buyers": ["甲"]}).to_dict("records")
    assert (row["signal"], row["ref_id"], row["row_number"]) == ("review", shown, 4)


def test_rows_behind_a_claim_name_their_file_and_line(store: Warehouse) -> None:
    rows = store.ask(SQL / "rows_behind.sql", {"shops": [SHOP], "buyers": ["客00"]}).to_dict("records")
    # v2 is the system's
    assert {(r["signal"], r["ref_id"], r["row_number"]) for r in rows} == {("refund", "r0", 3), ("review", "v1", 4)}
    assert {r["file"] for r in rows} == {"ExportOrderList.xlsx"}
    assert {(r["signal"], r["said"]) for r in rows} == {("refund", "质量问题"), ("review", "不好")}
    assert [r["kind"] for r in rows if r["signal"] == "refund"] == ["refund_only"]


def test_an_unpaid_order_says_why_it_was_closed() -> None:
    store = Warehouse()
    put_orders(store, UNPAID | {"order_id": "77", "close_reason": "买家未付款"})
    [row] = judged(store).ask(SQL / "rows_behind.sql", {"shops": [SHOP], "buyers": ["甲"]}).to_dict("records")
    assert (row["signal"], row["said"]) == ("unpaid", "买家未付款")


def test_a_refund_that_only_orders_tell_of_stands_as_its_order_with_the_row_of_its_line() -> None:
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
        found = answered_within(cursor, "risk/buyer_moves", shop=SHOP, buyer="甲")
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
