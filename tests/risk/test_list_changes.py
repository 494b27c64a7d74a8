"""What moved on the list since the last import, and the course of the weeks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.risk.rows import NOON, SHOP, UNPAID, answered_within, answers, buyers, judged, put, put_orders
from warehouse import Warehouse

DAY = timedelta(days=1)


def abuse(buyer: str, many: int) -> list[dict[str, Any]]:
    """Orders of one product that this buyer leaves unpaid."""
    return [{"order_id": f"{buyer}{n}", "buyer": buyer, "created_at": NOON + n * DAY} | UNPAID for n in range(many)]


@pytest.fixture
def store() -> Warehouse:
    """Forty ordinary buyers and an abuser (甲), judged once after an import of long ago."""
    store = Warehouse()
    put(store, "batch", {"imported_at": NOON})
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"客{n:02}"} for n in range(40)), *abuse("甲", 8))
    return judged(store)


def imported_now(store: Warehouse, *orders: dict[str, Any]) -> None:
    put(store, "batch", {"imported_at": datetime.now()})
    put_orders(store, *orders)
    judged(store)


def test_a_first_list_has_nothing_new_to_compare_with(store: Warehouse) -> None:
    [news] = answers(store, "risk/news")
    assert (news["had_list"], news["new_high"], news["high_change"]) == (False, 0, 0)
    assert buyers(store, move="new") == []


def test_who_came_on_the_list_with_the_last_import_is_new(store: Warehouse) -> None:
    imported_now(store, *abuse("乙", 9))
    [news] = answers(store, "risk/news")
    assert (news["had_list"], news["new_high"], news["high_change"], list(news["names"])) == (True, 1, 1, ["乙"])
    assert [(r["buyer"], r["is_new"]) for r in buyers(store, move="new")] == [("乙", True)]
    assert {r["buyer"]: r["is_new"] for r in buyers(store, tiers=["high"])} == {"甲": False, "乙": True}


def test_news_count_what_moved_since_the_last_import(store: Warehouse) -> None:
    moves = [
        (5, SHOP, "A", "none", "high"), (5, SHOP, "B", "none", "watch"), (5, SHOP, "quiet", "none", "high"),
        (11, SHOP, "A", "high", "watch"), (11, SHOP, "B", "watch", "none"), (11, SHOP, "C", "none", "high"),
        (11, SHOP, "D", "none", "watch"), (11, SHOP, "back", "high", "none"), (12, SHOP, "back", "none", "high"),
        (11, "别的店", "E", "none", "high"),
    ]  # fmt: skip
    put(store, "batch", {"imported_at": NOON + 10 * DAY})
    with store.rehearsing() as cursor:
        cursor.execute("delete from list_change")
        for day, *rest in moves:
            cursor.execute("insert into list_change values (?, ?, ?, ?, ?)", [NOON + day * DAY, *rest])
        mine, every = (answered_within(cursor, "risk/news", shop=shop).iloc[0] for shop in (SHOP, None))
    counts = ["new_high", "new_listed", "gone", "high_change", "watch_change"]
    assert [int(mine[name]) for name in counts] == [1, 2, 1, 0, 1]
    assert [int(every[name]) for name in counts] == [2, 3, 1, 1, 1]
    assert (list(mine["names"]), list(every["names"])) == (["C"], ["C", "E"])


def test_an_import_that_changes_nothing_leaves_nobody_new(store: Warehouse) -> None:
    imported_now(store, *abuse("乙", 9))
    imported_now(store)
    assert answers(store, "risk/news")[0]["new_listed"] == 0


def test_who_did_it_again_is_rising_and_the_record_says_by_how_much(store: Warehouse) -> None:
    assert buyers(store, move="rising") == []
    imported_now(
        store,
        *({"order_id": f"甲b{n}", "buyer": "甲", "created_at": NOON + (9 + n) * DAY} | UNPAID for n in range(3)),
    )
    assert [r["buyer"] for r in buyers(store, move="rising")] == ["甲"]
    assert answers(store, "risk/news")[0]["rising"] == 1
    moves = answers(store, "risk/buyer_moves", shop=SHOP, buyer="甲")
    assert [(r["signal"], r["observed"], r["trials"], r["more"]) for r in moves][0] == ("unpaid", 11, 11, 3)
    assert [r["observed"] for r in moves] == [11, 8]
    imported_now(store)
    assert buyers(store, move="rising") == []
    assert len(answers(store, "risk/buyer_moves", shop=SHOP, buyer="甲")) == 2


def test_who_does_nothing_for_ninety_days_has_faded(store: Warehouse) -> None:
    assert buyers(store, move="faded") == []
    last = NOON + 7 * DAY
    imported_now(store, {"order_id": "later", "buyer": "客00", "created_at": last + 90 * DAY})
    assert buyers(store, move="faded") == []
    imported_now(store, {"order_id": "latest", "buyer": "客00", "created_at": last + 91 * DAY})
    assert [r["buyer"] for r in buyers(store, move="faded")] == ["甲"]
    assert answers(store, "risk/news")[0]["faded"] == 1


def test_who_leaves_the_list_is_counted_and_judging_again_adds_no_move(store: Warehouse) -> None:
    paid = [{"order_id": f"p{n}", "buyer": "甲", "created_at": NOON + 40 * DAY} for n in range(400)]
    imported_now(store, *paid)
    [news] = answers(store, "risk/news")
    assert (news["gone"], news["high_change"]) == (1, -1)
    judged(store)
    with store.cursor() as cursor:
        moves = cursor.execute("select buyer, tier_before, tier from list_change order by changed_at").fetchall()
    assert moves == [("甲", "none", "high"), ("甲", "high", "none")]


def test_the_course_counts_each_week_once_and_leaves_no_gap(store: Warehouse) -> None:
    put_orders(store, {"order_id": "late", "buyer": "客00", "created_at": NOON + 21 * DAY})
    rows = answers(judged(store), "risk/course")
    assert [row["week"] for row in rows] == [datetime(2026, 11, 2) + 7 * n * DAY for n in range(4)]
    assert [row["high"] for row in rows] == [7, 1, 0, 0]
    assert [row["orders"] for row in rows] == [47, 1, 0, 1]
    [listed] = buyers(store, tiers=["high"])
    assert [row["amount"] for row in rows] == pytest.approx(
        [listed["amount_at_stake"] * share for share in (7 / 8, 1 / 8, 0, 0)], abs=0.02
    )


def test_the_course_of_one_shop_is_that_of_its_own_list() -> None:
    store = Warehouse()
    for shop, prefix in ((SHOP, "a"), ("别的店", "b")):
        own: dict[str, Any] = {"shop": shop}
        put_orders(store, *({"order_id": f"{prefix}{n}", "buyer": f"客{n}"} | own for n in range(60)))
        for order in (*abuse("甲", 9), *abuse("乙", 6)):
            put_orders(store, order | own | {"order_id": f"{prefix}{order['order_id']}"})
        mine = [{"order_id": f"{prefix}r{n}", "buyer": "丙"} | own for n in range(6 if prefix == "a" else 9)]
        put_orders(store, *mine)
        asked = [
            {"refund_id": f"{order['order_id']}", "order_id": order["order_id"], "item_id": "701"} for order in mine
        ]
        put(
            store,
            "refund",
            *(refund | own | {"kind": ("refund_only", "return")[n % 2]} for n, refund in enumerate(asked)),
        )
    judged(store)
    with store.writing(remakes_verdicts=False) as cursor:
        cursor.execute("update buyer_summary set tier = 'watch' where buyer = '乙' and shop = $shop", {"shop": SHOP})
        cursor.execute("update buyer_summary set tier = 'high' where buyer in ('甲', '丙')")
    listed = buyers(store, shop=SHOP, tiers=["high", "watch"])
    assert {(row["buyer"], row["tier"]) for row in listed} == {("甲", "high"), ("丙", "high"), ("乙", "watch")}
    rows = answers(store, "risk/course", shop=SHOP)
    assert (sum(row["high"] for row in rows), sum(row["watch"] for row in rows)) == (9 + 6, 6)
    assert sum(row["orders"] for row in rows) == 60 + 9 + 6 + 6
    assert sum(row["amount"] for row in rows) == pytest.approx(
        sum(row["amount_at_stake"] for row in listed), abs=0.05
    )


def test_refused_rows_are_those_of_the_last_files(store: Warehouse) -> None:
    put(store, "batch", {"batch_id": 5, "rows_rejected": 7, "imported_at": NOON + DAY})
    put(store, "batch", {"batch_id": 6, "rows_rejected": 2, "imported_at": NOON + 3 * DAY})
    put(store, "batch", {"batch_id": 7, "rows_rejected": 1, "imported_at": NOON + 3 * DAY + timedelta(minutes=2)})
    [row] = answers(store, "etl/last_import")
    assert row["rejected"] == 3
    [nothing] = answers(store, "etl/last_import", shop="别的店")
    assert nothing["rejected"] == 0
    assert answers(store, "etl/last_import", shop=SHOP)[0]["rejected"] == 3
