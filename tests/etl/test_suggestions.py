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


def test_known_header_cells_come_before_everyday_words() -> None:
    header = ["物流单号", "单号", "订单编号"]
    orders = of_name("orders")[0]
    found = suggested(orders, [header], 0)
    assert (header[found["order_id"]], header[found["tracking_no"]]) == ("订单编号", "物流单号")
