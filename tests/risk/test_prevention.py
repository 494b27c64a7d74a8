"""What the shop can mend itself: products, stock, hours; and who to keep an eye on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from risk.faults import complained_of
from risk.hours import busiest_window
from tests.risk.rows import NOON, SHOP, UNPAID, answers, judged, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def store() -> Warehouse:
    """Sixty ordinary buyers of cups; forty of vases, which break; 甲 leaves twelve orders of cups unpaid."""
    store = Warehouse()
    put(store, "batch", {})
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n:02}"} for n in range(60)))
    vases = {"item_id": "702", "title": "花瓶"}
    put_orders(store, *({"order_id": f"v{n}", "buyer": f"客{n:02}"} | vases for n in range(40)))
    reasons = ["收到商品破损"] * 9 + ["颜色不喜欢"] * 3
    put(
        store,
        "refund",
        *(
            {"refund_id": f"r{n}", "order_id": f"v{n}", "item_id": "702", "reason": why}
            for n, why in enumerate(reasons)
        ),
    )
    texts = ["收到就碎了", "碎了，客服不理人", "颜色和图片差太多", "一般般", "裂了一条缝"]
    put(
        store,
        "review",
        *({"review_id": f"b{n}", "order_id": f"v{n}", "rating": "bad", "text": text} | vases
          for n, text in enumerate(texts)),
        *({"review_id": f"g{n}", "order_id": f"v{n}"} | vases for n in range(10, 25)),
        *({"review_id": f"c{n}", "order_id": f"o{n}", "item_id": "701", "title": "茶杯"} for n in range(40)),
    )  # fmt: skip
    mine = [{"order_id": f"a{n}", "quantity": 2, "created_at": NOON + 2 * n * DAY} | UNPAID for n in range(12)]
    put_orders(store, *mine)
    other = {"order_id": "late", "buyer": "客07", "created_at": NOON + 3 * DAY} | UNPAID
    put_orders(store, other)
    with store.writing() as cursor:
        cursor.execute("update order_line set quantity = 2 where order_id like 'a%'")
    return judged(store)


def test_a_product_that_everybody_sends_back_comes_with_its_reasons_and_words(store: Warehouse) -> None:
    [row] = answers(store, "risk/troubled_products", since=None)
    assert (row["title"], row["lines"], row["refunds"], row["reviews"], row["bad_reviews"]) == ("花瓶", 40, 12, 20, 5)
    assert row["refund_rate"] == pytest.approx(0.3)
    assert row["refund_multiple"] == pytest.approx(0.3 / (12 / 100))
    assert row["bad_multiple"] == pytest.approx(0.25 / (5 / 60))
    assert [(part["reason"], part["many"]) for part in row["reasons"]] == [("收到商品破损", 9), ("颜色不喜欢", 3)]
    assert complained_of(row["texts"])[0] == ("broken", 3)
    assert dict(complained_of(row["texts"]))["service"] == 1


def test_what_listed_buyers_did_does_not_make_a_product_look_faulty() -> None:
    store = Warehouse()
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n:02}"} for n in range(60)))
    lamps = {"item_id": "703", "title": "台灯"}
    put_orders(store, *({"order_id": f"l{n}", "created_at": NOON + n * DAY} | lamps for n in range(14)))
    put_orders(store, *({"order_id": f"k{n}", "buyer": f"客{n:02}"} | lamps for n in range(30)))
    put(store, "refund", *({"refund_id": f"r{n}", "order_id": f"l{n}", "item_id": "703"} for n in range(14)))
    assert [row["buyer"] for row in answers(judged(store), "risk/beyond_expected", signal="refund")] == ["甲"]
    assert answers(store, "risk/troubled_products", since=None) == []


def test_stock_that_unpaid_orders_hold_is_counted_in_pieces_and_days(store: Warehouse) -> None:
    [row] = answers(store, "risk/stock_held", since=None)
    assert (row["title"], row["orders"], row["unpaid"], row["listed"], row["pieces"]) == ("茶杯", 73, 13, 12, 25)
    assert row["piece_days"] == row["all_piece_days"] == 25
    assert row["amount"] == 1300
    assert answers(store, "risk/stock_held", since=NOON + 40 * DAY) == []


def test_hours_tell_listed_buyers_from_the_others(store: Warehouse) -> None:
    rows = answers(store, "risk/hours", signal="unpaid", since=None)
    assert {row["hour"] for row in rows} == {12}
    assert sum(row["listed"] for row in rows) == 12
    assert sum(row["others"] for row in rows) == 101
    assert {row["weekday"] for row in rows if row["listed"]} == {1, 2, 3, 4, 5, 6, 7}


def test_who_is_close_to_the_list_is_named_and_who_is_on_it_is_not() -> None:
    store = Warehouse()
    for n in range(80):
        orders = [{"order_id": f"o{n}-{k}", "buyer": f"客{n:02}", "created_at": NOON + 3 * k * DAY} for k in range(5)]
        put_orders(store, *(order | (UNPAID if (n + k) % 16 == 0 else {}) for k, order in enumerate(orders)))
    for buyer, unpaid in (("乙", 2), ("丙", 9)):
        orders = [{"order_id": f"{buyer}{k}", "buyer": buyer, "created_at": NOON + 3 * k * DAY} for k in range(9)]
        put_orders(store, *(order | (UNPAID if k < unpaid else {}) for k, order in enumerate(orders)))
    judged(store)
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute("update buyer_summary set unpaid_certainty = 0.61 where buyer = '乙'")
    [row] = answers(store, "risk/near_list")
    assert (row["buyer"], row["signal"], row["unpaid_counted"], row["found"]) == ("乙", "unpaid", 2, 1)
    put_orders(store, {"order_id": "new", "buyer": "客01", "created_at": NOON + 100 * DAY})
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute("update buyer_summary set last_order = $at where buyer = '客01'", {"at": NOON + 100 * DAY})
    assert answers(store, "risk/near_list") == []


def test_the_nearest_stand_first_of_each_shop_and_eight_are_shown_of_all_that_there_are() -> None:
    store = Warehouse()
    for shop in (SHOP, "别的店"):
        many = 10 if shop == SHOP else 1
        orders = [{"order_id": f"{shop}{n}-{k}", "buyer": f"客{n}"} for n in range(many) for k in range(4)]
        put_orders(store, *(order | {"shop": shop, "created_at": NOON} for order in orders))
    judged(store)
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute("update buyer_summary set unpaid_certainty = 0.65")
        cursor.execute("update buyer_summary set unpaid_certainty = 0.599 where buyer = '客3'")
        cursor.execute("update buyer_summary set unpaid_certainty = 0.7, refund_certainty = 0.75 where buyer = '客5'")
        cursor.execute("update buyer_summary set unpaid_certainty = 0.6 where buyer = '客6'")
        cursor.execute("update buyer_summary set unpaid_certainty = 0.79 where buyer = '客7'")
        cursor.execute("update buyer_summary set last_order = last_order + interval 60 day where buyer = '客8'")
    mine = answers(store, "risk/near_list", shop=SHOP)
    assert [row["buyer"] for row in mine] == ["客7", "客5", "客0", "客1", "客2", "客4", "客8", "客9"]
    assert [row["signal"] for row in mine[:3]] == ["unpaid", "refund", "unpaid"]
    assert {row["found"] for row in mine} == {9}  # 客6 is the ninth
    [there] = answers(store, "risk/near_list", shop="别的店")
    assert (there["shop"], there["buyer"]) == ("别的店", "客0")
    assert {row["found"] for row in answers(store, "risk/near_list")} == {10}


def test_a_window_stands_out_only_where_chance_does_not_explain_it() -> None:
    even = [10.0] * 24
    night = [0.0] * 24
    night[23] = night[0] = night[1] = 6
    found = busiest_window(night, even)
    assert found is not None
    assert {23, 0, 1} <= {(found.start + step) % 24 for step in range(4)}
    assert (found.listed, found.others) == (1.0, pytest.approx(4 / 24))
    assert busiest_window([1.0] * 24, even) is None
    assert busiest_window([0.0] * 23 + [7.0], even) is None  # too few to say anything
    assert busiest_window(night, [0.0] * 24) is None


def test_texts_are_counted_once_a_theme() -> None:
    assert complained_of(["碎了碎了，又碎又裂"]) == [("broken", 1)]
    assert complained_of(["挺好", ""]) == []
