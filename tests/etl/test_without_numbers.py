"""Order reports whose numbers somebody has taken out: orders are told apart by buyer and time, and counted once."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from etl.intake import take_in
from etl.mapping import ColumnMapping
from etl.outcome import Choices
from etl.recognise import lacking
from etl.undo import undo
from tests.etl.files import Row
from tests.shops import assert_same, export, orders, whole
from warehouse import Warehouse

COUNTED = """
    select buyer, count(*), count(*) filter (is_unpaid), sum(total), min(created_at), max(paid_at)
    from buyer_order group by buyer order by buyer
"""
# rounded: in which order rows are added up is by chance
VERDICTS = """
    select buyer, signal, trials, observed, round(expected, 6), round(certainty, 6) from buyer_risk
    order by buyer, signal
"""
NUMBERS = "select order_id from buyer_order order by order_id"


def without(rows: list[dict[str, str]], *columns: str) -> list[dict[str, str]]:
    return [{name: cell for name, cell in row.items() if name not in ("订单编号", *columns)} for row in rows]


def asked(store: Warehouse, question: str) -> list[tuple]:
    with store.cursor() as cursor:
        return cursor.execute(question).fetchall()


def test_they_count_and_are_judged_as_with_numbers(tmp_path: Path) -> None:
    rows = orders(200)
    named, nameless = Warehouse(), Warehouse()
    pipeline.run(named, [export(tmp_path, "a.csv", rows)])
    [outcome] = pipeline.run(nameless, [export(tmp_path, "b.csv", without(rows))]).outcomes
    assert (outcome.error, outcome.rows_new, outcome.rows_rejected) == (None, 200, 0)
    assert "etl.no_order_column" in {note.key for note in outcome.notes}
    assert asked(nameless, COUNTED) == asked(named, COUNTED)
    assert asked(nameless, VERDICTS) == asked(named, VERDICTS)
    assert all(number.startswith("#") for (number,) in asked(nameless, NUMBERS))


def test_a_later_export_of_the_same_orders_brings_their_new_state(tmp_path: Path) -> None:
    store = Warehouse()
    waiting = without([row | {"订单状态": "等待买家付款", "订单付款时间": ""} for row in orders(40)])
    take_in(store, [export(tmp_path, "a.csv", waiting)])
    before = whole(store)
    [again] = take_in(store, [export(tmp_path, "b.csv", waiting)])
    assert (again.rows_new, again.rows_changed, again.rows_unchanged) == (0, 0, 40)
    assert [frame.equals(whole(store)[name]) for name, frame in before.items() if name == "buyer_order"] == [True]
    [later] = take_in(store, [export(tmp_path, "c.csv", without(orders(50)))])
    assert (later.rows_new, later.rows_changed) == (10, 40)
    assert asked(store, "select count(*) from buyer_order where state = 'waiting'") == [(0,)]


def test_another_choice_of_columns_tells_the_same_orders(tmp_path: Path) -> None:
    store, paid = Warehouse(), [row for row in orders(30) if row["订单付款时间"]]
    take_in(store, [export(tmp_path, "a.csv", without(paid, "订单创建时间"))])
    [outcome] = take_in(store, [export(tmp_path, "b.csv", without(paid))])
    assert (outcome.rows_new, outcome.rows_changed) == (0, len(paid))
    assert asked(store, "select count(*) from buyer_order where created_at is null") == [(0,)]


@pytest.mark.parametrize("is_masked", [False, True])
def test_numbers_that_come_later_go_to_the_orders_that_are_there(tmp_path: Path, is_masked: bool) -> None:
    store, rows = Warehouse(), orders(30)
    if is_masked:
        rows = [row | {"买家会员名": f"买**{row['买家会员名'][-1]}"} for row in rows]
    take_in(store, [export(tmp_path, "a.csv", without(rows))])
    [numbered] = take_in(store, [export(tmp_path, "b.csv", rows)])
    assert (numbered.rows_new, numbered.rows_unchanged) == (0, 30)
    assert asked(store, NUMBERS) == [(row["订单编号"],) for row in rows]
    assert asked(store, "select count(*), count(distinct order_id) from order_line") == [(30, 30)]
    counted = asked(store, COUNTED)
    assert numbered.batch_id
    undo(store, numbered.batch_id)
    assert asked(store, COUNTED) == counted


@pytest.mark.parametrize("first", [0, 1])
def test_both_can_be_undone_in_either_order(tmp_path: Path, first: int) -> None:
    store, alone, rows = Warehouse(), Warehouse(), orders(30)
    files = [export(tmp_path, "a.csv", without(rows[:25])), export(tmp_path, "b.csv", rows)]
    batches = [outcome.batch_id or 0 for outcome in take_in(store, files)]
    take_in(alone, files[1:])
    undo(store, batches[first])
    if first == 0:
        left, right = (whole(each)["buyer_order"].drop(columns=["batch_id"]) for each in (store, alone))
        assert_same({"buyer_order": left}, {"buyer_order": right})
    assert len(asked(store, NUMBERS)) == (30, 25)[first]
    undo(store, batches[1 - first])
    assert [len(whole(store)[name]) for name in ("buyer_order", "order_line", "order_sighting")] == [0, 0, 0]


def test_what_is_there_with_its_number_is_not_counted_again(tmp_path: Path) -> None:
    store, rows = Warehouse(), orders(30)
    take_in(store, [export(tmp_path, "a.csv", rows)])
    [nameless] = take_in(store, [export(tmp_path, "b.csv", without(orders(35)))])
    assert (nameless.rows_new, nameless.rows_unchanged) == (5, 30)
    assert len(asked(store, NUMBERS)) == 35


def test_the_order_of_the_files_makes_no_difference(tmp_path: Path) -> None:
    rows = orders(30)
    files = [export(tmp_path, "a.csv", without(rows, "店铺名称")), export(tmp_path, "b.csv", rows)]
    left, right = Warehouse(), Warehouse()
    take_in(left, files)
    take_in(right, files[::-1])
    kept = ("batch_id", "row_number", "seen_at", "sheet")
    both = [whole(store)["buyer_order"].drop(columns=list(kept)) for store in (left, right)]
    assert_same({"buyer_order": both[0]}, {"buyer_order": both[1]})


def test_rows_without_any_time_are_an_order_each(tmp_path: Path) -> None:
    rows = without(orders(10), "订单创建时间")
    unpaid = [row for row in rows if not row["订单付款时间"]]
    store = Warehouse()
    [outcome] = take_in(store, [export(tmp_path, "a.csv", [*rows, *unpaid])])
    assert (outcome.rows_read, outcome.rows_new) == (12, 12)
    [again] = take_in(store, [export(tmp_path, "b.csv", [*rows, *unpaid])])
    assert again.rows_new == 0


def test_columns_named_by_hand_need_no_number_either(tmp_path: Path) -> None:
    rows = [{"客户": row["买家会员名"], "货": row["宝贝标题"], "何时": row["订单创建时间"]} for row in orders(6)]
    said = ColumnMapping("orders", {"buyer": "客户", "title": "货", "created_at": "何时"})
    [outcome] = take_in(Warehouse(), [export(tmp_path, "a.csv", rows)], choices=Choices(mapping=said))
    assert (outcome.error, outcome.rows_new) == (None, 6)
    assert lacking("orders", {"buyer", "created_at"}) == ["order_id"]


def test_a_row_that_names_nobody_is_refused(tmp_path: Path) -> None:
    rows = without(orders(4))
    rows[2]["买家会员名"] = ""
    [outcome] = take_in(Warehouse(), [export(tmp_path, "a.csv", rows)])
    assert (outcome.rows_new, outcome.rows_rejected) == (3, 1)
    assert [refused.reason for refused in outcome.refused] == ["no_order_id"]


@pytest.mark.parametrize(
    "row",
    [
        {"买家会员名": "甲", "宝贝标题": "灯", "订单付款时间": "2026-10-01 09:30:00", "买家退款金额": "3.00"},
        {"买家会员名": "甲", "宝贝标题": "灯", "订单付款时间": "2026-10-01 09:30:00", "退款状态": "退款成功"},
        {"买家会员名": "甲", "宝贝标题": "灯", "总金额": "3.00"},
        {"宝贝标题": "灯", "订单创建时间": "2026-10-01 09:30:00", "总金额": "3.00"},
    ],
)
def test_what_may_be_something_else_is_refused(tmp_path: Path, row: Row) -> None:
    [outcome] = take_in(Warehouse(), [export(tmp_path, "a.csv", [row])])
    assert outcome.error is not None
