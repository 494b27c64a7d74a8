"""Refund exports whose numbers somebody has taken out: refunds are told by order, moment and product, counted once."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from complaints.numbers import known_by
from etl.intake import take_in
from etl.outcome import Source
from etl.recognise import recognise
from etl.undo import undo
from tests.etl.files import header, write
from tests.risk.rows import answers
from tests.shops import assert_same, export, orders, whole
from warehouse import ROOT, Warehouse

COLUMNS = [name.strip() for name in header("R-D")]
HITS = "select order_id, kind from trial where signal = 'refund' and is_hit order by order_id"
NUMBERS = "select refund_id from refund order by refund_id"


def refunds(count: int = 12, **cells: str) -> list[dict[str, str]]:
    """One for each of the first paid orders of the shop."""
    paid = [row for row in orders(40) if row["订单付款时间"]][:count]
    return [
        {
            "订单编号": row["订单编号"], "退款编号": f"7700{number:08d}", "订单付款时间": row["订单付款时间"],
            "买家实际支付金额": "20.00", "宝贝标题": row["宝贝标题"], "买家退款金额": "20.00", "售后类型": "仅退款",
            "退款的申请时间": f"2026-10-{number % 28 + 1:02d} 10:00:00", "退款状态": "退款成功",
            "买家退款原因": "不想要了",
        } | cells
        for number, row in enumerate(paid)
    ]  # fmt: skip


def exported(folder: Path, name: str, rows: list[dict[str, str]], *left_out: str) -> Source:
    columns = [column for column in COLUMNS if column not in left_out]
    return Source(name, write(folder / name, columns, rows))


def asked(store: Warehouse, question: str) -> list[tuple]:
    with store.cursor() as cursor:
        return cursor.execute(question).fetchall()


@pytest.mark.parametrize("version", ["R-A", "R-B", "R-C", "R-D", "R-E"])
def test_every_version_is_still_told_from_order_and_item_reports(version: str) -> None:
    cells = [cell for cell in header(version) if cell.strip() != "退款编号"]
    found = recognise([cells])
    assert found
    assert (found.kind.name, "refund_id" in found.columns) == ("refunds", False)


@pytest.mark.parametrize(
    "cells",
    [
        ["订单编号", "买家会员名", "订单状态", "订单创建时间", "总金额", "退款金额", "退款原因", "退款完结时间"],
        ["订单编号", "买家会员名", "付款时间", "买家实际支付金额", "退款金额", "退款原因", "申请时间"],
    ],
)
def test_an_order_list_that_says_more_of_refunds_stays_one(cells: list[str]) -> None:
    found = recognise([cells])
    assert found
    assert found.kind.name == "orders"


def test_they_count_as_with_numbers(tmp_path: Path) -> None:
    named, nameless = Warehouse(), Warehouse()
    shop = export(tmp_path, "orders.csv", orders(40))
    pipeline.run(named, [shop, exported(tmp_path, "a.csv", refunds())])
    outcomes = pipeline.run(nameless, [shop, exported(tmp_path, "b.csv", refunds(), "退款编号")]).outcomes
    assert (outcomes[1].error, outcomes[1].rows_new, outcomes[1].rows_rejected) == (None, 12, 0)
    assert "etl.no_refund_column" in {note.key for note in outcomes[1].notes}
    assert asked(nameless, HITS) == asked(named, HITS)
    assert len(asked(nameless, HITS)) == 12


def test_a_later_export_brings_their_new_state(tmp_path: Path) -> None:
    store = Warehouse()
    waiting = refunds(10, 退款状态="买家已经申请退款，等待卖家同意")
    take_in(store, [exported(tmp_path, "a.csv", waiting, "退款编号")])
    [later] = take_in(store, [exported(tmp_path, "b.csv", refunds(12), "退款编号")])
    assert (later.rows_new, later.rows_changed) == (2, 10)
    assert asked(store, "select state, count(*) from refund group by state") == [("success", 12)]


@pytest.mark.parametrize("left_out", [(), ("退款的申请时间",), ("宝贝标题",)])
def test_numbers_that_come_later_go_to_the_refunds_that_are_there(tmp_path: Path, left_out: tuple[str, ...]) -> None:
    store, rows = Warehouse(), refunds(退款完结时间="2026-11-01 10:00:00")
    take_in(store, [exported(tmp_path, "a.csv", rows, "退款编号")])
    [numbered] = take_in(store, [exported(tmp_path, "b.csv", rows, *left_out)])
    assert (numbered.rows_new, numbered.rows_unchanged) == (0, 12)
    assert asked(store, NUMBERS) == [(row["退款编号"],) for row in rows]


@pytest.mark.parametrize("first", [0, 1])
def test_both_can_be_undone_in_either_order(tmp_path: Path, first: int) -> None:
    store, alone = Warehouse(), Warehouse()
    files = [exported(tmp_path, "a.csv", refunds(9), "退款编号"), exported(tmp_path, "b.csv", refunds())]
    batches = [outcome.batch_id or 0 for outcome in take_in(store, files)]
    take_in(alone, files[1:])
    undo(store, batches[first])
    assert len(asked(store, NUMBERS)) == (12, 9)[first]
    if first == 0:
        left, right = (whole(each)["refund"].drop(columns=["batch_id"]) for each in (store, alone))
        assert_same({"refund": left}, {"refund": right})
    undo(store, batches[1 - first])
    assert [len(whole(store)[name]) for name in ("refund", "refund_sighting")] == [0, 0]


def test_the_order_of_the_files_makes_no_difference(tmp_path: Path) -> None:
    files = [exported(tmp_path, "a.csv", refunds(), "退款编号"), exported(tmp_path, "b.csv", refunds(9))]
    left, right = Warehouse(), Warehouse()
    take_in(left, files)
    take_in(right, files[::-1])
    kept = ["batch_id", "row_number", "seen_at", "sheet"]
    both = [whole(store)["refund"].drop(columns=kept) for store in (left, right)]
    assert_same({"refund": both[0]}, {"refund": both[1]})
    assert len(both[0]) == 12


def test_two_products_of_an_order_are_two_refunds_and_the_same_row_twice_is_one(tmp_path: Path) -> None:
    [row] = refunds(1)
    rows = [row, row | {"宝贝标题": "别的"}, row]
    store = Warehouse()
    [outcome] = take_in(store, [exported(tmp_path, "a.csv", rows, "退款编号")])
    assert (outcome.rows_read, outcome.rows_new) == (3, 2)
    numbered = [rows[0] | {"退款编号": "770000000001"}, rows[1] | {"退款编号": "770000000002"}]
    [later] = take_in(store, [exported(tmp_path, "b.csv", numbered)])
    assert later.rows_new == 0
    assert asked(store, "select refund_id, title from refund order by 1") == [
        ("770000000001", row["宝贝标题"]), ("770000000002", "别的"),
    ]  # fmt: skip


@pytest.mark.parametrize("left_out", [("宝贝标题",), ("退款的申请时间",), ("宝贝标题", "退款的申请时间"), ()])
@pytest.mark.parametrize("is_bare", [False, True])
@pytest.mark.parametrize("is_first", [False, True])
def test_two_refunds_of_an_order_stay_two_whatever_either_file_tells(
    tmp_path: Path, left_out: tuple[str, ...], is_bare: bool, is_first: bool
) -> None:
    """`is_bare`: it is the file with numbers that lacks the columns."""
    [row] = refunds(1)
    two = [row, row | {"退款编号": "770000000009", "宝贝标题": "别的", "买家退款金额": "9.00"}]
    files = [
        exported(tmp_path, "a.csv", two, "退款编号", *(() if is_bare else left_out)),
        exported(tmp_path, "b.csv", two, *(left_out if is_bare else ())),
    ]
    take_in(store := Warehouse(), files if is_first else files[::-1])
    told = dict(asked(store, "select refund_id, amount from refund"))
    assert told == {"770000000000": 20, "770000000009": 9}


def test_a_row_without_an_order_is_refused(tmp_path: Path) -> None:
    rows = refunds(3)
    rows[1]["订单编号"] = ""
    [outcome] = take_in(Warehouse(), [exported(tmp_path, "a.csv", rows, "退款编号")])
    assert (outcome.rows_new, [refused.reason for refused in outcome.refused]) == (2, ["no_order_id"])


def test_orders_of_which_nothing_was_asked_are_no_refunds(tmp_path: Path) -> None:
    rows = refunds(4, 退款状态="")
    for row in rows[2:]:
        row.update({"买家退款金额": "0.00", "售后类型": "", "退款的申请时间": "", "买家退款原因": ""})
    store = Warehouse()
    [outcome] = take_in(store, [exported(tmp_path, "a.csv", rows, "退款编号")])
    assert (outcome.rows_read, outcome.rows_new, outcome.rows_rejected) == (2, 2, 0)


def test_nobody_is_shown_a_number_of_huoyans_own(tmp_path: Path) -> None:
    store = Warehouse()
    take_in(store, [exported(tmp_path, "a.csv", refunds(1), "退款编号")])
    [(own, order)] = asked(store, "select refund_id, order_id from refund")
    assert own.startswith("#")
    assert known_by(own, order) == order
    pipeline.run(store, [export(tmp_path, "orders.csv", orders(40))])
    [(shop, buyer)] = asked(store, "select shop, buyer from trial where signal = 'refund' and is_hit")
    behind = store.ask(ROOT / "risk/sql/rows_behind.sql", {"shops": [shop], "buyers": [buyer]})
    [row] = behind[behind["signal"] == "refund"].to_dict("records")
    assert (row["ref_id"], row["file"], row["row_number"]) == (order, "a.csv", 2)
    every = {"product": None, "since": None, "until": None, "is_listed": None, "size": 9, "offset": 0}
    [row] = answers(store, "risk/records", signal="refund", **every)
    assert (row["ref_id"], row["file"], row["row_number"]) == (order, "a.csv", 2)


def test_an_export_without_states_lists_what_was_asked_for(tmp_path: Path) -> None:
    store = Warehouse()
    shop = export(tmp_path, "orders.csv", orders(40))
    pipeline.run(store, [shop, exported(tmp_path, "a.csv", refunds(), "退款状态")])
    assert len(asked(store, HITS)) == 12
    pipeline.run(store, [exported(tmp_path, "b.csv", refunds(5, 退款状态="退款关闭"))])
    assert len(asked(store, HITS)) == 7
