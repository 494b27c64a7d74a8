"""Every header version of ten years gives the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.intake import Outcome, Source, take_in
from tests.etl.files import header, write
from warehouse import Warehouse

ORDER_ROWS = [
    {
        "订单编号": '="402933162870552118"', "主订单编号": '="402933162870552118"', "买家会员名": "小店常客21",
        "买家会员昵称": "小店常客21", "总金额": "88.00", "买家应付货款": "80.00元", "买家应付邮费": "8.00",
        "买家实际支付金额": "88.00", "买家实付金额": "88.00", "订单状态": "卖家已发货，等待买家确认",
        "订单创建时间": "2026-10-01 09:30:00", "订单付款时间": "2026-10-01 09:31:00", "宝贝标题": "原木相框",
        "商品标题": "原木相框", "宝贝种类": "1", "宝贝总数量": "2", "物流单号": "No:773012345678901", "联系手机": "'13800138000",
        "店铺名称": "木禾家居店", "发货时间": "null", "商家编码": "null",
    },
    {
        "订单编号": "402933162870552119", "主订单编号": "402933162870552119", "买家会员名": "云上朵",
        "买家会员昵称": "云上朵", "总金额": "45.50", "买家应付货款": "45.50", "买家实际支付金额": "0.00", "买家实付金额": "0.00",
        "订单状态": "交易关闭", "订单创建时间": "2026/10/02 10:00", "宝贝标题": "竹编篮", "商品标题": "竹编篮",
        "订单关闭原因": "买家未付款", "店铺名称": "木禾家居店",
    },
]  # fmt: skip
ITEM_ROWS = [
    {
        "子订单编号": "5029331628705521187", "主订单编号": "402933162870552118", "订单编号": "402933162870552118",
        "标题": "原木相框", "商品标题": "原木相框", "价格": "40.00", "商品价格": "40.00", "购买数量": "2", "订单状态": "交易成功",
        "商家编码": "null", "买家应付货款": "80.00", "买家实际支付金额": "80.00", "买家实付金额": "80.00",
        "退款状态": "没有申请退款", "退款金额": "无退款申请",
    },
]  # fmt: skip
REFUND_ROWS = [
    {
        "订单编号": "402933162870552118", "退款编号": "2029331628705521", "买家会员名称": "小店常客21", "宝贝标题": "原木相框",
        "买家退款金额": "40.00", "退款总额": "40.00", "退给买家金额": "40.00", "退款状态": "退款成功", "售后类型": "仅退款",
        "是否需要退货": "否", "退款的申请时间": "2026-10-05 08:00:00", "退款申请时间": "2026-10-05 08:00:00",
        "买家退款原因": "质量问题",
    },
]  # fmt: skip


def take(tmp_path: Path, name: str, version: str, rows: list[dict[str, str]]) -> tuple[Warehouse, Outcome]:
    warehouse = Warehouse()
    file = write(tmp_path / name, header(version), rows, "gb18030" if version < "O-E" else "utf-8-sig")
    outcome = take_in(warehouse, [Source(file.name, file)])[0]
    assert outcome.error is None, outcome
    assert outcome.rows_rejected == 0
    return warehouse, outcome


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("version", ["O-A", "O-B", "O-C", "O-D", "O-E", "O-F", "O-G"])
def test_orders_of_every_version(tmp_path: Path, version: str, suffix: str) -> None:
    warehouse, outcome = take(tmp_path, f"随便什么名字.{suffix}", version, ORDER_ROWS)
    assert (outcome.kind, outcome.rows_read, outcome.rows_new) == ("orders", 2, 2)
    with warehouse.cursor() as cursor:
        rows = cursor.execute(
            "select order_id, buyer, state, is_unpaid, total::double, payable::double, paid::double, title, "
            "created_at::varchar, paid_at is not null from buyer_order order by order_id"
        ).fetchall()
    assert rows == [
        ("402933162870552118", "小店常客21", "shipped", False, 88.0, 80.0, 88.0, "原木相框", "2026-10-01 09:30:00", True),
        ("402933162870552119", "云上朵", "closed", True, 45.5, 45.5, 0.0, "竹编篮", "2026-10-02 10:00:00", False),
    ]  # fmt: skip


@pytest.mark.parametrize("version", ["I-A", "I-B", "I-C", "I-D", "I-E"])
def test_items_of_every_version(tmp_path: Path, version: str) -> None:
    warehouse, outcome = take(tmp_path, "ExportOrderList1.csv", version, ITEM_ROWS)
    assert outcome.kind == "items"
    with warehouse.cursor() as cursor:
        rows = cursor.execute(
            "select order_id, title, price::double, quantity, merchant_code, refund_state from order_line"
        ).fetchall()
    expected_state = None if version == "I-A" else "none"
    assert rows == [("402933162870552118", "原木相框", 40.0, 2, None, expected_state)]


@pytest.mark.parametrize("version", ["R-A", "R-B", "R-C", "R-D", "R-E"])
def test_refunds_of_every_version(tmp_path: Path, version: str) -> None:
    warehouse, outcome = take(tmp_path, "表.csv", version, REFUND_ROWS)
    assert outcome.kind == "refunds"
    with warehouse.cursor() as cursor:
        rows = cursor.execute(
            "select refund_id, order_id, buyer, state, kind, reason_class, coalesce(to_buyer, amount)::double, "
            "applied_at::varchar from refund"
        ).fetchall()
    buyer = "小店常客21" if version in ("R-A", "R-B") else None
    assert rows == [
        ("2029331628705521", "402933162870552118", buyer, "success", "refund_only", "quality", 40.0,
         "2026-10-05 08:00:00")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("tid,oid,role,nick,result,created,item_title,content,num_iid", {
            "tid": "402933162870552118", "oid": "5029331628705521187", "role": "buyer", "nick": "小店常客21",
            "result": "bad", "created": "2026-10-09 08:00:00", "item_title": "原木相框", "content": "不好"}),
        ("评价时间,用户昵称,评价星级,评价内容,订单编号,商品标题", {
            "评价时间": "2026-10-09 08:00:00", "用户昵称": "小店常客21", "评价星级": "1", "评价内容": "不好",
            "订单编号": "402933162870552118", "商品标题": "原木相框"}),
    ],
)  # fmt: skip
def test_reviews_of_the_interface_and_of_other_tools(tmp_path: Path, columns: str, row: dict[str, str]) -> None:
    warehouse = Warehouse()
    file = write(tmp_path / "r.csv", columns.split(","), [row])
    outcome = take_in(warehouse, [Source(file.name, file)])[0]
    assert (outcome.error, outcome.kind, outcome.rows_new) == (None, "reviews", 1)
    with warehouse.cursor() as cursor:
        rows = cursor.execute("select order_id, buyer, rating, text, created_at::varchar from review").fetchall()
    assert rows == [("402933162870552118", "小店常客21", "bad", "不好", "2026-10-09 08:00:00")]
