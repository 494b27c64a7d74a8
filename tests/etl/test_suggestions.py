"""What an owner's own column names probably mean, offered on the mapping page."""

from __future__ import annotations

import pytest

from etl.mapping import suggested
from etl.recognise import of_name

HEADERS = {
    "orders": (
        ["单号", "客人", "状态", "下单日期", "实付", "商品名", "件数", "备注"],
        {"order_id": "单号", "buyer": "客人", "status": "状态", "created_at": "下单日期", "paid": "实付",
         "title": "商品名", "quantity": "件数"},
    ),
    "refunds": (
        ["退款号", "订单号码", "客户", "退款理由", "退款额", "申请日"],
        {"refund_id": "退款号", "order_id": "订单号码", "buyer": "客户", "reason": "退款理由", "amount": "退款额",
         "applied_at": "申请日"},
    ),
    "reviews": (["用户", "品名", "评语", "几星", "日期"],
                {"buyer": "用户", "title": "品名", "text": "评语", "stars": "几星", "created_at": "日期"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", HEADERS)
def test_everyday_words_are_understood_as_a_suggestion(kind: str) -> None:
    header, wanted = HEADERS[kind]
    of_kind = of_name(kind)[0]
    found = {column: header[place] for column, place in suggested(of_kind, [header], 0).items()}
    assert {column: found.get(column) for column in wanted} == wanted


@pytest.mark.parametrize(
    "header",
    [
        [
            "id",
            "orderID",
            "userID",
            "goodsID",
            "orderAmount",
            "payment",
            "chanelID",
            "orderTime",
            "payTime",
            "isRefund",
        ],
        [
            "id",
            "order_id",
            "user_id",
            "goods_id",
            "order_amount",
            "pay_amount",
            "x",
            "order_time",
            "pay_time",
            "is_refund",
        ],
    ],
)
def test_what_programs_call_the_columns_of_an_order_list_is_understood(header: list[str]) -> None:
    found = suggested(of_name("orders")[0], [header], 0)
    assert found == {
        "order_id": 1, "buyer": 2, "item_id": 3, "total": 4, "paid": 5, "created_at": 7, "paid_at": 8, "refunded": 9,
    }  # fmt: skip


def test_of_two_cells_the_liker_one_is_suggested() -> None:
    """客户备注 holds 客户, too, and stands before it."""
    found = suggested(of_name("orders")[0], [["客户备注", "客户", "单号", "金额"]], 0)
    assert (found["buyer"], found["order_id"], found["total"]) == (1, 2, 3)


def test_what_stands_below_a_cell_that_says_nothing_tells_the_numbers() -> None:
    rows = [
        ["一", "二", "三"],
        ["甲", "4000000000000000001", "2026-03-01"],
        ["乙", "4000000000000000002", "2026-03-02"],
    ]
    found = suggested(of_name("orders")[0], rows, 0)
    assert (found["order_id"], found["created_at"]) == (1, 2)


def test_known_header_cells_come_before_everyday_words() -> None:
    header = ["物流单号", "单号", "订单编号"]
    orders = of_name("orders")[0]
    found = suggested(orders, [header], 0)
    assert (header[found["order_id"]], header[found["tracking_no"]]) == ("订单编号", "物流单号")
