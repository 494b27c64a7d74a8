"""Trades, their lines and refunds as shop systems save them from the Open Platform."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.intake import Source, take_in
from etl.outcome import Outcome
from risk import verdicts
from tests.etl.files import write
from warehouse import Warehouse

LINE = {
    "oid": 2231884277000000011, "title": "亚麻窗帘", "num_iid": 612345678901, "num": 1, "price": "90.00",
    "payment": "90.00", "total_fee": "90.00", "status": "TRADE_FINISHED", "refund_status": "NO_REFUND",
    "sku_properties_name": "颜色:米白",
}  # fmt: skip
TRADE = {
    "tid": 2231884277000000001, "title": "木禾家居店", "num_iid": 612345678901, "num": 1, "price": "90.00",
    "buyer_nick": "小店常客21", "status": "TRADE_FINISHED", "payment": "98.00", "post_fee": "8.00",
    "created": "2026-09-20 12:00:00", "pay_time": "2026-09-20 12:01:00", "consign_time": "2026-09-21 09:00:00",
    "end_time": "2026-09-28 10:00:00", "receiver_name": "王小明", "receiver_mobile": "13812345678",
    "receiver_state": "浙江省", "receiver_city": "杭州市", "receiver_district": "西湖区",
    "receiver_address": "梧桐路1号302室",
    "orders": {"order": [LINE]},
}  # fmt: skip
UNPAID = TRADE | {
    "tid": 2231884277000000002, "status": "TRADE_CLOSED_BY_TAOBAO", "end_time": "2026-09-22 12:00:00",
    "orders": {"order": [LINE | {"oid": 2231884277000000022, "status": "TRADE_CLOSED_BY_TAOBAO"}]},
}  # fmt: skip
del UNPAID["pay_time"], UNPAID["consign_time"]
SENT_BACK = TRADE | {
    "tid": 2231884277000000003, "status": "TRADE_CLOSED",
    "orders": {"order": [LINE | {
        "oid": 2231884277000000033, "status": "TRADE_CLOSED", "refund_status": "SUCCESS", "refund_id": 83477,
    }]},
}  # fmt: skip
REFUND = {
    "refund_id": 83477, "tid": 2231884277000000003, "oid": 2231884277000000033, "buyer_nick": "小店常客21",
    "status": "SUCCESS", "order_status": "TRADE_CLOSED", "good_status": "BUYER_RECEIVED", "has_good_return": False,
    "dispute_type": "REFUND", "reason": "不喜欢/不想要", "refund_fee": "90.00", "total_fee": "90.00", "title": "亚麻窗帘",
    "num_iid": 612345678901, "created": "2026-09-29 08:00:00", "sid": "", "company_name": "",
}  # fmt: skip
ORDERS = (
    "select order_id, buyer, state, status, is_unpaid, paid, total, postage, title, paid_at::varchar "
    "from buyer_order order by order_id"
)


def sold(*trades: dict) -> dict:
    """The answer to taobao.trades.sold.get."""
    return {"trades_sold_get_response": {"total_results": len(trades), "trades": {"trade": list(trades)}}}


def take(warehouse: Warehouse, folder: Path, document: object) -> Outcome:
    """What comes of a file with this document."""
    path = folder / "trades.json"
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return take_in(warehouse, [Source(path.name, path)])[0]


def asked(warehouse: Warehouse, question: str) -> list[tuple]:
    """The rows of an answer."""
    with warehouse.cursor() as cursor:
        return cursor.execute(question).fetchall()


def test_trades_go_in_with_their_lines(tmp_path: Path) -> None:
    warehouse = Warehouse()
    outcome = take(warehouse, tmp_path, sold(TRADE, UNPAID, SENT_BACK))
    assert (outcome.error, outcome.kind, outcome.notes, outcome.rows_rejected) == (None, "orders+items", [], 0)
    paid_at = "2026-09-20 12:01:00"
    assert asked(warehouse, ORDERS) == [
        ("2231884277000000001", "小店常客21", "success", "交易成功", False, 98, 98, 8, None, paid_at),
        ("2231884277000000002", "小店常客21", "closed", "交易关闭", True, 0, 98, 8, None, None),
        ("2231884277000000003", "小店常客21", "closed", "交易关闭", False, 98, 98, 8, None, paid_at),
    ]
    assert asked(
        warehouse, "select line_id, source, item_id, title, paid, refund_state from order_line order by 1"
    ) == [
        ("2231884277000000011", "items", "612345678901", "亚麻窗帘", 90, "none"),
        ("2231884277000000022", "items", "612345678901", "亚麻窗帘", 0, "none"),
        ("2231884277000000033", "items", "612345678901", "亚麻窗帘", 90, "success"),
    ]
    contact = (
        "select distinct receiver_shown, phone_shown, region, phone_key <> '', address_key <> '' from buyer_order"
    )
    assert asked(warehouse, contact) == [("王**", "138****5678", "浙江省 杭州市", True, True)]
    verdicts.refresh(warehouse)
    hits = "select order_id, is_unpaid, is_refunded from order_chance order by order_id"
    assert asked(warehouse, hits) == [
        ("2231884277000000001", False, False),
        ("2231884277000000002", True, False),
        ("2231884277000000003", False, True),
    ]


@pytest.mark.parametrize(
    "document",
    [
        {"trade_fullinfo_get_response": {"trade": TRADE, "request_id": "a1"}},
        {"trade": TRADE | {"orders": [LINE]}},
        [TRADE],
        [sold(), sold(TRADE)],
    ],
    ids=["one alone", "simplified", "bare list", "several pages"],
)
def test_a_trade_is_the_same_however_it_is_wrapped(tmp_path: Path, document: object) -> None:
    warehouse = Warehouse()
    assert take(warehouse, tmp_path, document).kind == "orders+items"
    assert asked(warehouse, "select order_id, buyer, state from buyer_order") == [
        ("2231884277000000001", "小店常客21", "success")
    ]
    assert asked(warehouse, "select order_id, line_id, title from order_line") == [
        ("2231884277000000001", "2231884277000000011", "亚麻窗帘")
    ]


def test_one_answer_a_line(tmp_path: Path) -> None:
    path = tmp_path / "pages.json"
    path.write_text("\n".join(json.dumps(sold(trade)) for trade in (TRADE, UNPAID, SENT_BACK)), "utf-8")
    warehouse = Warehouse()
    assert take_in(warehouse, [Source(path.name, path)])[0].rows_new == 6
    assert asked(warehouse, "select count(*) from buyer_order") == [(3,)]


@pytest.mark.parametrize(("status", "is_unpaid"), [("TRADE_CLOSED_BY_TAOBAO", True), ("TRADE_CLOSED", False)])
def test_the_state_tells_payment_where_nothing_else_does(tmp_path: Path, status: str, is_unpaid: bool) -> None:
    warehouse = Warehouse()
    take(warehouse, tmp_path, [{"tid": 1, "buyer_nick": "甲", "status": status, "created": "2026-09-20 12:00:00"}])
    assert asked(warehouse, "select state, is_unpaid from buyer_order") == [("closed", is_unpaid)]


def test_refunds_of_the_interface_are_refunds(tmp_path: Path) -> None:
    warehouse = Warehouse()
    take(warehouse, tmp_path, sold(TRADE, SENT_BACK))
    outcome = take(warehouse, tmp_path, {"refunds_receive_get_response": {"refunds": {"refund": [REFUND]}}})
    assert (outcome.error, outcome.kind, outcome.rows_new) == (None, "refunds", 1)
    question = (
        "select refund_id, order_id, state, status, kind, reason_class, amount, applied_at::varchar from refund"
    )
    assert asked(warehouse, question) == [
        ("83477", "2231884277000000003", "success", "退款成功", "refund_only", "no_reason", 90, "2026-09-29 08:00:00")
    ]


@pytest.mark.parametrize(
    ("dispute", "has_return", "kind"),
    [
        ("REFUND", False, "refund_only"), ("REFUND_AND_RETURN", True, "return"), ("TMALL_EXCHANGE", True, "exchange"),
        (None, True, "return"), (None, False, "refund_only"),
    ],
)  # fmt: skip
def test_how_a_refund_was_made(tmp_path: Path, dispute: str | None, has_return: bool, kind: str) -> None:
    warehouse = Warehouse()
    take(warehouse, tmp_path, {"refund": REFUND | {"dispute_type": dispute, "has_good_return": has_return}})
    assert asked(warehouse, "select kind from refund") == [(kind,)]


def test_a_table_of_trades_with_their_products_keeps_the_buyers(tmp_path: Path) -> None:
    columns = ["tid", "oid", "buyer_nick", "status", "title", "num_iid", "price", "payment", "created", "pay_time"]
    rows = [
        {key: str(value) for key, value in (TRADE | LINE | {"payment": "98.00"}).items() if key in columns},
        {key: str(value) for key, value in (UNPAID | LINE | {"status": "WAIT_BUYER_PAY"}).items() if key in columns},
    ]
    warehouse = Warehouse()
    outcome = take_in(warehouse, [Source("trades.csv", write(tmp_path / "trades.csv", columns, rows))])[0]
    assert (outcome.error, outcome.kind, outcome.rows_new) == (None, "orders", 2)
    assert asked(warehouse, "select order_id, buyer, state, paid, title from buyer_order order by 1") == [
        ("2231884277000000001", "小店常客21", "success", 98, "亚麻窗帘"),
        ("2231884277000000002", "小店常客21", "waiting", 0, "亚麻窗帘"),
    ]


def test_words_that_anybody_uses_mean_nothing_without_the_numbers_of_the_platform(tmp_path: Path) -> None:
    path = write(tmp_path / "tasks.csv", ["status", "title", "price", "created"], [{"status": "done", "title": "a"}])
    outcome = take_in(Warehouse(), [Source("tasks.csv", path)])[0]
    assert outcome.error is not None
    assert outcome.error.key == "etl.not_an_export"
