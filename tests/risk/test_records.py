"""What a click on a figure shows: the rows behind it, and one product's whole story."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from risk.masking import masked_name
from risk.parts import rates_differ
from risk.workbook import records_workbook
from tests.risk.rows import NOON, SHOP, UNPAID, answers, judged, page_sql, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)
EVERY: dict[str, object] = {
    "product": None, "since": None, "until": None, "is_listed": None, "size": 100, "offset": 0,
}  # fmt: skip
VASE = {"item_id": "702", "title": "花瓶"}


@pytest.fixture(scope="module")
def store() -> Warehouse:
    """Sixty ordinary buyers of cups, forty of vases, every third of which breaks, the blue ones twice as often; 甲
    leaves nine orders of cups unpaid, and sends two vases back."""
    store = Warehouse()
    put(store, "batch", {"batch_id": 1, "file": "订单.xlsx"})
    put_orders(store, *({"order_id": f"o{n:02}", "buyer": f"客{n:02}"} for n in range(60)))
    put_orders(
        store,
        *({"order_id": f"v{n:02}", "buyer": f"客{n:02}", "created_at": NOON + n * DAY} | VASE for n in range(40)),
        *({"order_id": f"w{n}", "buyer": "甲", "created_at": NOON + n * DAY} | VASE for n in range(2)),
    )
    put_orders(store, *({"order_id": f"a{n}", "created_at": NOON + n * DAY} | UNPAID for n in range(9)))
    put(store, "order_line", {"order_id": "a8", "line_id": "a8-2", **VASE})
    put(
        store,
        "refund",
        *({"refund_id": f"r{n:02}", "order_id": f"v{n:02}", "item_id": "702", "reason": why, "row_number": 10 + n}
          for n, why in enumerate(["收到商品破损"] * 9 + ["颜色不喜欢"] * 2)),
        {"refund_id": "r11", "order_id": "v11", "item_id": "702", "reason": "缺货", "reason_class": "stock"},
        *({"refund_id": f"s{n}", "order_id": f"w{n}", "item_id": "702", "reason": "收到商品破损"} for n in range(2)),
    )  # fmt: skip
    texts = ["收到就碎了", "碎了一角", "颜色和图片差太多"]
    put(
        store,
        "review",
        *({"review_id": f"b{n}", "order_id": f"v{n:02}", "rating": "bad", "text": text} | VASE
          for n, text in enumerate(texts)),
        *({"review_id": f"g{n}", "order_id": f"v{n:02}"} | VASE for n in range(10, 20)),
    )  # fmt: skip
    with store.writing() as cursor:
        cursor.execute(
            "update order_line set sku = case when order_id < 'v08' then '蓝' else '白' end where order_id like 'v%'"
        )
    return judged(store)


def rows(store: Warehouse, signal: str, **asked: object) -> list[dict[str, Any]]:
    return answers(store, "risk/records", signal=signal, **(EVERY | asked))


@pytest.fixture(scope="module")
def vase(store: Warehouse) -> dict[str, object]:
    [found] = answers(store, "risk/find_products", wanted="瓶", most=5)
    [product] = answers(store, "risk/product_of_ref", ref=found["ref"])
    assert found["title"] == "花瓶"
    return product


def test_a_week_holds_as_many_rows_as_its_column_says(store: Warehouse) -> None:
    for week in answers(store, "risk/weekly", product=None):
        asked = {"since": week["week"], "until": week["week"] + 7 * DAY}
        assert happened(store, week["signal"], **asked) == week["everyone"]
        assert happened(store, week["signal"], is_listed=True, **asked) == week["listed"]
        assert happened(store, week["signal"], is_listed=False, **asked) == week["everyone"] - week["listed"]


def happened(store: Warehouse, signal: str, **asked: object) -> int:
    """What the rows of a signal say the weeks count of them."""
    found = rows(store, signal, **asked)
    assert sum(row["why_not"] != "shop_fault" for row in found) == (found[0]["happened"] if found else 0)
    return found[0]["happened"] if found else 0


def test_an_unpaid_order_of_two_products_is_one_row_with_both(store: Warehouse) -> None:
    found = rows(store, "unpaid")
    assert [(row["order_id"], row["title"]) for row in found][:2] == [("a8", "花瓶、茶杯"), ("a7", "茶杯")]
    assert {(row["buyer"], row["tier"], row["found"], row["why_not"]) for row in found} == {("甲", "high", 9, None)}


def test_rows_come_a_page_at_a_time_the_latest_first(store: Warehouse) -> None:
    pages = [rows(store, "refund", size=5, offset=at) for at in (0, 5, 10)]
    assert [len(page) for page in pages] == [5, 5, 4]
    assert [row["order_id"] for page in pages for row in page][:3] == ["v11", "v10", "v09"]
    assert {row["found"] for page in pages for row in page} == {14}


def test_a_row_says_why_whether_it_counts_and_where_it_was_read(store: Warehouse) -> None:
    found = {row["ref_id"]: row for row in rows(store, "refund")}
    assert (found["r03"]["said"], found["r03"]["file"], found["r03"]["row_number"]) == (
        "收到商品破损",
        "订单.xlsx",
        13,
    )
    assert [ref for ref, row in found.items() if row["why_not"] == "shop_fault"] == ["r11"]
    assert {row["said"] for row in rows(store, "review")} == {"收到就碎了", "碎了一角", "颜色和图片差太多"}


def test_only_the_rows_of_the_product_that_is_asked_for(store: Warehouse, vase: dict[str, object]) -> None:
    assert [row["order_id"] for row in rows(store, "unpaid", **vase)] == ["a8"]
    assert len(rows(store, "refund", **vase)) == 14
    assert rows(store, "refund", shop="别的店") == []


def test_a_product_is_measured_by_those_who_are_not_on_the_list(store: Warehouse, vase: dict[str, object]) -> None:
    found = {row["signal"]: row for row in answers(store, "risk/product", **vase)}
    refund, review = found["refund"], found["review"]
    # the refund of what was out of stock is the shop's own fault, and no chance
    assert (refund["trials"], refund["hits"], refund["listed_trials"], refund["listed_hits"]) == (39, 11, 2, 2)
    assert refund["rate"] == pytest.approx(11 / 39)
    assert refund["shop_rate"] == pytest.approx(11 / 99)
    assert refund["multiple"] == pytest.approx(99 / 39)
    assert (review["trials"], review["hits"], review["title"]) == (13, 3, "花瓶")


def test_why_a_product_came_back_and_which_kind_of_it(store: Warehouse, vase: dict[str, object]) -> None:
    reasons = [
        (row["reason"], row["refunds"], row["listed"]) for row in answers(store, "risk/product_reasons", **vase)
    ]
    assert reasons == [("收到商品破损", 11, 2), ("颜色不喜欢", 2, 0), ("缺货", 1, 0)]
    kinds = [(row["sku"], row["lines"], row["refunds"]) for row in answers(store, "risk/product_skus", **vase)]
    assert kinds == [("白", 31, 3), ("蓝", 8, 8)]
    texts = {row["text"] for row in answers(store, "risk/product_texts", **vase)}
    assert texts == {"收到就碎了", "碎了一角", "颜色和图片差太多"}


def test_where_all_lines_are_of_one_kind_there_is_nothing_to_compare() -> None:
    store = Warehouse()
    put_orders(store, *({"order_id": f"v{n}", "buyer": f"客{n}"} | VASE for n in range(20)))
    judged(store)
    assert answers(store, "risk/product_skus", shop=SHOP, product="702") == []


def test_the_weeks_of_one_product_are_its_own(store: Warehouse, vase: dict[str, object]) -> None:
    weeks = answers(store, "risk/weekly", **vase)
    assert total(weeks, "refund") == 13
    assert total(weeks, "review") == 3
    assert total(answers(store, "risk/weekly", shop=SHOP, product="701"), "refund") == 0


def total(weeks: list[dict[str, Any]], signal: str) -> int:
    return sum(row["everyone"] for row in weeks if row["signal"] == signal)


def test_a_product_is_found_by_its_number_and_none_by_what_is_nowhere(store: Warehouse) -> None:
    assert [row["title"] for row in answers(store, "risk/find_products", wanted="701", most=5)] == ["茶杯"]
    assert answers(store, "risk/find_products", wanted="沙发", most=5) == []
    assert answers(store, "risk/product_of_ref", ref="000000000000") == []


@pytest.mark.parametrize(
    ("trials", "hits", "differ"),
    [([100, 100], [10, 40], True), ([100, 100], [10, 14], False), ([3, 3], [0, 3], False), ([50], [20], False),
     ([50, 50], [0, 0], False), ([50, 0, 50], [5, 0, 30], True), ([5, 5], [5, 5], False)],
)  # fmt: skip
def test_rates_differ_only_where_chance_would_seldom_make_it_so(
    trials: list[int], hits: list[int], differ: bool
) -> None:
    assert rates_differ(trials, hits) is differ


def test_the_download_holds_every_row_and_takes_texts_for_texts(store: Warehouse) -> None:
    rows = store.ask(page_sql("risk/records"), EVERY | {"shop": None, "signal": "review", "size": 100_000}).assign(
        signal="review"
    )
    rows.loc[0, "said"] = "=1+1"
    book = openpyxl.load_workbook(io.BytesIO(records_workbook(rows, "zh", masked=True)))
    head, *cells = book["记录"].iter_rows()
    names = [cell.value for cell in head]
    assert names[:2] == ["买家", "订单编号"]
    assert len(cells) == 3
    said = [row[names.index("原因或评价内容")] for row in cells]
    assert (said[0].value, said[0].data_type) == ("=1+1", "s")
    assert {row[0].value for row in cells} == {masked_name(buyer) for buyer in rows["buyer"]}
    assert "店铺" not in names


def test_the_download_of_several_shops_says_which(store: Warehouse) -> None:
    rows = store.ask(page_sql("risk/records"), EVERY | {"shop": None, "signal": "refund", "size": 2})
    two = rows.assign(signal="refund", shop=["甲店", "乙店"])
    sheet = openpyxl.load_workbook(io.BytesIO(records_workbook(two, "en")))["Records"]
    assert [row[0].value for row in sheet.iter_rows()][1:] == ["甲店", "乙店"]
    assert [row[1].value for row in sheet.iter_rows()][1:] == list(two["buyer"])
