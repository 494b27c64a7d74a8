"""Facts come from the data with their source, and loss from the facts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from complaints.cases import Opening, Subject, add_subjects, open_case
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.facts import Gathered, drop_fact, gather, not_in_data, write_fact
from complaints.readiness import lacking
from etl.intake import take_in
from tests.risk.rows import NOON, SHOP
from tests.shops import export, orders
from warehouse import Warehouse


def test_a_refund_brings_its_order_and_each_fact_its_row(desk: Desk, refund_case: str) -> None:
    facts = read_dossier(desk, refund_case).facts
    assert [(f["kind"], f["at"], f["amount"], f["row_number"]) for f in facts] == [
        ("placed", NOON, Decimal(268), 2),
        ("paid", NOON, Decimal(268), 2),
        ("asked_refund_only", NOON + timedelta(days=2), Decimal(268), 3),
        ("refund_success", None, Decimal(268), 3),
    ]
    assert {f["file"] for f in facts} == {"ExportOrderList.xlsx"}
    assert facts[2]["text"] == "未收到货"


def test_looking_again_adds_only_what_is_new(desk: Desk, refund_case: str, shop: Warehouse) -> None:
    assert gather(desk, refund_case) == Gathered(0, 0, 0)
    with shop.writing() as cursor:
        cursor.execute("update refund set finished_at = $at", {"at": NOON + timedelta(days=3)})
    assert gather(desk, refund_case) == Gathered(0, 1, 0)
    done = [f for f in read_dossier(desk, refund_case).facts if f["kind"] == "refund_success"]
    assert [f["at"] for f in done] == [NOON + timedelta(days=3)]


def test_facts_outlive_the_rows_they_came_from(desk: Desk, refund_case: str, shop: Warehouse) -> None:
    before = read_dossier(desk, refund_case).facts
    with shop.writing() as cursor:
        cursor.execute("delete from refund")
    assert gather(desk, refund_case).gone == 2
    assert read_dossier(desk, refund_case).facts == before
    gone = [f for f in before if f["fact_id"] in not_in_data(desk, refund_case)]
    assert {f["kind"] for f in gone} == {"asked_refund_only", "refund_success"}


def test_loss_counts_each_refund_and_order_once(desk: Desk, refund_case: str) -> None:
    add_subjects(desk, refund_case, [Subject("order", "1001", "1001"), Subject("order", "2000", "2000")])
    gather(desk, refund_case)
    loss = read_dossier(desk, refund_case).loss
    assert (loss.refunded, loss.unpaid, loss.lost, loss.at_stake) == (268, 50, 268, 318)


def test_an_owners_fact_is_kept_and_can_be_taken_out(desk: Desk, refund_case: str) -> None:
    write_fact(desk, refund_case, "signed", NOON + timedelta(days=1), "驿站代收，18:52 取出", order_id="1001")
    fact = next(f for f in read_dossier(desk, refund_case).facts if f["source"] == "hand")
    assert (fact["text"], fact["file"]) == ("驿站代收，18:52 取出", None)
    drop_fact(desk, refund_case, fact["fact_id"])
    assert not [f for f in read_dossier(desk, refund_case).facts if f["source"] == "hand"]


def test_an_order_in_two_cases_is_named(desk: Desk, refund_case: str) -> None:
    subject = Subject("refund", "R1", "1001", "小店常客21")
    other = open_case(desk, Opening(SHOP, "hand", "再投一次", subjects=[subject]))
    assert [row["also_in"] for row in read_dossier(desk, other).subjects] == [refund_case]


def test_orders_take_the_number_that_a_later_file_tells(desk: Desk, shop: Warehouse, tmp_path: Path) -> None:
    rows = orders(3, shop=SHOP)
    nameless = [{name: cell for name, cell in row.items() if name != "订单编号"} for row in rows]
    take_in(shop, [export(tmp_path, "a.csv", nameless)])
    with shop.cursor() as cursor:
        [(own, buyer)] = cursor.execute("select order_id, buyer from buyer_order where buyer = '买家000'").fetchall()
    case = open_case(desk, Opening(SHOP, "buyer", "异常拍下", buyer, subjects=[Subject("order", own, own, buyer)]))
    gather(desk, case)
    assert {f["order_id"] for f in read_dossier(desk, case).facts} == {own}
    take_in(shop, [export(tmp_path, "b.csv", rows)])
    gather(desk, case)
    number = rows[0]["订单编号"]
    assert [(s["kind"], s["ref_id"], s["order_id"], s["buyer"]) for s in read_dossier(desk, case).subjects] == [
        ("order", number, number, buyer)
    ]
    dossier = read_dossier(desk, case)
    assert {(f["kind"], f["order_id"]) for f in dossier.facts} == {("placed", number), ("unpaid_closed", number)}
    assert "order_number" not in {lack.key for lack in lacking(dossier)}
    told = [
        (e["kind"], e["detail"]["ref"]) for e in read_dossier(desk, case).events if e["kind"].startswith("subject_")
    ]
    assert told == [("subject_added", own), ("subject_dropped", own), ("subject_added", number)]
    assert gather(desk, case) == Gathered(0, 0, 0)


@pytest.mark.parametrize("left_out", ["", "退款申请时间", "宝贝标题"])
def test_refunds_take_the_number_that_a_later_file_tells(
    desk: Desk, shop: Warehouse, tmp_path: Path, left_out: str
) -> None:
    number, refund_id, buyer = "402933162870990001", "770000000001", "小店常客21"
    placed = {
        "订单编号": number, "买家会员名": buyer, "订单状态": "交易成功", "订单创建时间": "2026-10-01 09:30:00",
        "订单付款时间": "2026-10-01 09:31:00", "店铺名称": SHOP,
    }  # fmt: skip
    refund = {
        "订单编号": number, "退款状态": "退款成功", "退款总额": "20.00", "退款申请时间": "2026-10-03 10:00:00",
        "退款完结时间": "2026-10-04 10:00:00", "宝贝标题": "杯子", "店铺名称": SHOP,
    }  # fmt: skip
    bare = {name: cell for name, cell in refund.items() if name != left_out}
    take_in(shop, [export(tmp_path, "a.csv", [placed]), export(tmp_path, "b.csv", [bare])])
    with shop.cursor() as cursor:
        [(own,)] = cursor.execute(
            "select refund_id from refund where order_id = $number", {"number": number}
        ).fetchall()
    case = open_case(
        desk, Opening(SHOP, "buyer", "异常退款", buyer, subjects=[Subject("refund", own, number, buyer)])
    )
    gather(desk, case)
    before = {fact["kind"] for fact in read_dossier(desk, case).facts}
    assert {"placed", "asked_refund", "refund_success"} <= before
    take_in(shop, [export(tmp_path, "c.csv", [refund | {"退款编号": refund_id, "商品id": "77001"}])])
    gather(desk, case)
    dossier = read_dossier(desk, case)
    assert [(s["kind"], s["ref_id"], s["order_id"]) for s in dossier.subjects] == [("refund", refund_id, number)]
    assert {fact["kind"] for fact in dossier.facts} == before
    assert {fact["ref_id"] for fact in dossier.facts if fact["kind"] != "placed"} <= {refund_id, number}
    assert gather(desk, case) == Gathered(0, 0, 0)
