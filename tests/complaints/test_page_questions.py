"""Questions of the desk's pages: given rows, expected rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.cases import Opening, Subject, add_subjects, drop_subjects, open_case
from complaints.desk import Desk
from complaints.readiness import move_case
from risk.decisions import decide
from tests.complaints.conftest import Clock
from tests.risk.rows import NOON, SHOP, UNPAID, answers, judged, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)


def asked(store: Warehouse, question: str, column: str, **values: object) -> list[object]:
    """One column of a page's answer."""
    return [row[column] for row in answers(store, f"complaints/{question}", **values)]


@pytest.fixture
def reviewed() -> Warehouse:
    """Four bad reviews, and others, of two shops."""
    store = Warehouse()
    put_orders(store, {"order_id": "1", "buyer": "甲"}, {"order_id": "2", "buyer": "乙", "shop": "别的店"})
    put(
        store, "review",
        {"review_id": "old", "order_id": "1", "rating": "bad", "created_at": NOON},
        {"review_id": "new", "order_id": "1", "rating": "bad", "created_at": NOON + DAY, "buyer": "丙"},
        {"review_id": "when", "order_id": "gone", "rating": "bad", "created_at": None, "buyer": "丁"},
        {"review_id": "there", "order_id": "2", "rating": "bad", "created_at": NOON + 2 * DAY, "shop": "别的店"},
        {"review_id": "good", "order_id": "1", "rating": "good"},
        {"review_id": "fair", "order_id": "1", "rating": "neutral"},
    )  # fmt: skip
    return store


def test_bad_reviews_stand_newest_first_with_who_wrote_them(reviewed: Warehouse) -> None:
    rows = answers(reviewed, "complaints/bad_reviews", review="")
    assert [(row["review_id"], row["buyer"]) for row in rows] == [
        ("there", "乙"), ("new", "丙"), ("old", "甲"), ("when", "丁"),
    ]  # fmt: skip
    assert asked(reviewed, "bad_reviews", "review_id", review="", shop=SHOP) == ["new", "old", "when"]


def test_the_review_that_a_case_is_to_be_opened_from_is_among_them_however_old(reviewed: Warehouse) -> None:
    put(
        reviewed, "review",
        *({"review_id": f"v{n:03}", "rating": "bad", "created_at": NOON + (9 + n) * DAY} for n in range(300)),
    )  # fmt: skip
    newest = asked(reviewed, "bad_reviews", "review_id", review="")
    assert (len(newest), newest[0], newest[-1]) == (300, "v299", "v000")
    assert asked(reviewed, "bad_reviews", "review_id", review="old") == [*newest, "old"]
    assert asked(reviewed, "bad_reviews", "review_id", review="v007") == newest
    assert asked(reviewed, "bad_reviews", "review_id", review="there", shop=SHOP)[-1] == "v000"


@pytest.fixture(scope="module")
def listed() -> Warehouse:
    """甲 and 乙 are listed in one shop, 丙 and 甲 in another; 甲 shares a telephone with 小号."""
    store = Warehouse()
    for shop, many in ((SHOP, {"甲": 12, "乙": 8}), ("别的店", {"丙": 10, "甲": 9})):
        own = {"shop": shop}
        crowd = [{"order_id": f"{shop}{n}", "buyer": f"客{n}"} | own for n in range(80)]
        put_orders(store, *crowd)
        for buyer, orders in many.items():
            abuse = [{"order_id": f"{shop}{buyer}{n}", "buyer": buyer} | UNPAID | own for n in range(orders)]
            put(store, "buyer_order", *(order | {"phone_key": f"{buyer}-key"} for order in abuse))
            put(store, "order_line", *({"order_id": o["order_id"], "line_id": o["order_id"]} | own for o in abuse))
    put(store, "buyer_order", {"order_id": "small", "buyer": "小号", "phone_key": "甲-key"})
    put(store, "order_line", {"order_id": "small", "line_id": "small"})
    return judged(store)


def test_a_buyer_is_found_by_what_stands_for_him_in_addresses(listed: Warehouse) -> None:
    refs = {shop: asked(listed, "buyer_ref", "ref", shop=shop, buyer="甲") for shop in (SHOP, "别的店")}
    for shop, [ref] in refs.items():
        assert answers(listed, "risk/buyer_of_ref", ref=ref) == [{"shop": shop, "buyer": "甲"}]
    assert refs[SHOP] != refs["别的店"]
    assert asked(listed, "buyer_ref", "ref", shop=SHOP, buyer="丙") == []


def test_cases_can_be_opened_from_the_listed_and_from_who_was_asked_for(listed: Warehouse) -> None:
    rows = answers(listed, "complaints/flagged_buyers", ref="")
    assert {(row["shop"], row["buyer"]) for row in rows} >= {
        (SHOP, "甲"),
        (SHOP, "乙"),
        ("别的店", "丙"),
        ("别的店", "甲"),
    }
    certainty = certainties(listed)
    order = [certainty[row["shop"], row["buyer"]] for row in rows]
    assert order == sorted(order, reverse=True)
    mine = answers(listed, "complaints/flagged_buyers", ref="", shop=SHOP)
    assert {row["shop"] for row in mine} == {SHOP}
    linked = {row["buyer"]: row["linked"] for row in mine}
    assert list(linked["甲"]) == ["小号"]
    assert linked["乙"] is None
    [ref] = asked(listed, "buyer_ref", "ref", shop="别的店", buyer="客7")
    assert ("别的店", "客7") in {
        (row["shop"], row["buyer"]) for row in answers(listed, "complaints/flagged_buyers", ref=ref, shop=SHOP)
    }
    decide(listed, SHOP, "乙", "normal", "老客户")
    assert "乙" not in asked(listed, "flagged_buyers", "buyer", ref="", shop=SHOP)


def certainties(store: Warehouse) -> dict[tuple[str, str], float]:
    """Of every buyer."""
    with store.cursor() as cursor:
        rows = cursor.execute("select shop, buyer, certainty from buyer_summary").fetchall()
    return {(shop, buyer): certainty for shop, buyer, certainty in rows}


def test_a_buyer_is_in_the_cases_against_him_and_in_those_that_name_what_he_did(
    desk: Desk, refund_case: str, clock: Clock
) -> None:
    clock.advance(hours=1)
    theirs = Subject("order", "2000", "2000", "小店常客21")
    newer = open_case(desk, Opening(SHOP, "buyer", "关联账号", "别人", subjects=[theirs]))
    elsewhere = open_case(desk, Opening("别的店", "buyer", "同名", "小店常客21"))
    assert asked(desk.warehouse, "cases_of_buyer", "case_id", shop=SHOP, buyer="小店常客21") == [newer, refund_case]
    assert asked(desk.warehouse, "cases_of_buyer", "case_id", shop="别的店", buyer="小店常客21") == [elsewhere]
    assert asked(desk.warehouse, "cases_of_buyer", "case_id", shop=SHOP, buyer="没有的") == []
    add_subjects(desk, newer, [Subject("order", "2001", "2001", "别人")])
    drop_subjects(desk, newer, [{"kind": "order", "ref_id": "2000"}])
    assert asked(desk.warehouse, "cases_of_buyer", "case_id", shop=SHOP, buyer="小店常客21") == [refund_case]


def test_cases_are_found_by_a_part_of_their_number(desk: Desk, refund_case: str) -> None:
    second = open_case(desk, Opening("别的店", "hand", "来电"))
    assert (refund_case, second) == ("2026-0001", "2026-0002")

    def found(wanted: str, shop: str | None = None, most: int = 9) -> list[object]:
        return asked(desk.warehouse, "find_cases", "case_id", wanted=wanted, shop=shop, most=most)

    assert found("2026") == found("2026-") == found("00") == [second, refund_case]
    assert found("2026-0001") == found("1") == [refund_case]
    assert found("2026", SHOP) == [refund_case]
    assert found("2026", most=1) == [second]
    assert found("-") == found("2026-00011") == found("x") == []


def test_candidates_are_what_counts_and_say_which_live_case_has_them(desk: Desk, shop: Warehouse) -> None:
    put_orders(
        shop,
        {"order_id": "3001", "buyer": "小店常客21", "state": "closed", "status": "交易关闭"},
        UNPAID | {"order_id": "3002", "buyer": "小店常客21", "close_reason": "缺货"},
        UNPAID | {"order_id": "3003", "buyer": "别人"},
    )
    judged(shop)

    def candidates() -> dict[str, tuple[object, ...]]:
        rows = desk.rows("candidates", shop=SHOP, buyers=["小店常客21"])
        return {row["ref_id"]: (row["signal"], row["kind"], row["order_id"], row["also_in"]) for row in rows}

    # What only an order tells of stands as its order. What was ordered again, as 2000 was, and what the shop closed
    # for lack of stock do not count.
    told = {
        "R1": ("refund", "refund", "1001", None),
        "V1": ("review", "review", "1001", None),
        **{f"200{n}": ("unpaid", "order", f"200{n}", None) for n in (1, 2)},
        "3001": ("refund", "order", "3001", None),
    }
    assert candidates() == told
    first = open_case(desk, Opening(SHOP, "buyer", "案", "小店常客21", subjects=[Subject("refund", "R1", "1001")]))
    open_case(desk, Opening("别的店", "buyer", "案", "小店常客21", subjects=[Subject("review", "V1", "1001")]))
    assert candidates() == told | {"R1": ("refund", "refund", "1001", first)}
    move_case(desk, first, "dropped", "算了")
    assert candidates() == told
