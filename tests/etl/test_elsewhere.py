"""Files that are no export of 千牛 are called by what they are, and are not taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.elsewhere import origin_of, origins
from etl.intake import Choices, Source, take_in
from etl.mapping import ColumnMapping
from etl.recognise import nearest_kind
from locales import LANGUAGES, say
from tests.etl.files import HEADERS, header, write
from tests.etl.test_header_versions import ORDER_ROWS
from warehouse import Warehouse

ERP = [
    "内部订单号",
    "线上订单号",
    "店铺",
    "买家账号",
    "下单时间",
    "付款日期",
    "应付金额",
    "已付金额",
    "状态",
    "商品名称",
]
FILES = {
    "douyin": ["主订单编号", "子订单编号", "选购商品", "商品规格", "商品数量", "订单应付金额", "订单提交时间", "订单状态"],
    "pinduoduo": ["商品", "订单号", "订单状态", "商品总价(元)", "用户实付金额(元)", "商家实收金额(元)", "发货时间"],
    "jd": ["订单号", "商品ID", "商品名称", "订购数量", "下单时间", "京东价", "订单金额", "订单状态", "下单帐号"],
    "xiaohongshu": ["订单号", "订单创建时间", "支付时间", "商品名称", "SKU规格", "SKU件数", "订单状态", "售后状态"],
    "kuaishou": ["订单号", "订单创建时间", "订单支付时间", "订单状态", "实付款", "成交数量", "商品名称", "CPS达人ID", "团长ID"],
    "wechat": ["订单号", "订单下单时间", "订单状态", "订单实际支付金额", "支付时间", "商品名称", "商品数量", "带货账号昵称"],
    "youzan": ["订单号", "订单状态", "订单创建时间", "买家付款时间", "全部商品名称", "订单实付金额", "买家昵称", "买家手机号"],
    "dewu": ["订单号", "订单状态", "spuID", "skuID", "货号", "出价金额（元）", "买家支付时间", "发货时间"],
    "alibaba": ["订单编号", "买家公司名", "买家会员名", "卖家公司名", "货品总价(元)", "订单状态", "订单创建时间"],
    "shopify": ["Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Total", "Lineitem name"],
    "amazon": ["order-id", "order-item-id", "purchase-date", "buyer-email", "product-name", "item-price"],
    "shopee": ["Order ID", "Order Status", "Order Creation Date", "Deal Price", "Quantity", "Username (Buyer)"],
    "statistics": ["统计日期", "商品ID", "商品名称", "商品访客数", "商品浏览量", "支付件数", "支付金额", "退款金额"],
    "bill": ["入账时间", "支付流水号", "淘宝订单编号", "入账类型", "收入金额（元）", "支出金额", "业务描述"],
    "promotion": ["创建时间", "点击时间", "商品信息", "商品ID", "掌柜旺旺", "所属店铺", "商品数", "订单状态", "付款金额",
                  "佣金比率", "佣金金额", "成交平台", "订单编号"],
    "erp": ERP,
    "chat": ["客户名", "消息序号", "发送时间", "发送内容", "发送账号", "账号类型"],
}  # fmt: skip


def rows_of(columns: list[str]) -> list[dict[str, str]]:
    """Three rows that could be of any of them."""
    return [
        {cell: f"2026-05-0{day} 10:00:00" if "时间" in cell or "date" in cell else f"1{day}" for cell in columns}
        for day in (1, 2, 3)
    ]


@pytest.mark.parametrize("origin", FILES)
def test_a_file_from_elsewhere_is_called_by_what_it_is(tmp_path: Path, origin: str) -> None:
    warehouse = Warehouse()
    file = write(tmp_path / "file.csv", FILES[origin], rows_of(FILES[origin]))
    outcome = take_in(warehouse, [Source("file.csv", file)])[0]
    assert outcome.error is not None
    assert outcome.error.key == f"etl.from_{origin}"
    with warehouse.cursor() as cursor:
        assert cursor.execute("select count(*) from buyer_order").fetchall() == [(0,)]


def test_every_origin_has_its_sentence_and_its_file_here() -> None:
    names = {origin.name for origin in origins()}
    assert names == set(FILES)
    for name in names:
        assert all(say(language, f"etl.from_{name}") for language in LANGUAGES)


@pytest.mark.parametrize("version", HEADERS)
def test_no_export_of_any_year_is_taken_for_one_from_elsewhere(version: str) -> None:
    assert origin_of([header(version)]) is None


def test_columns_that_an_owner_added_to_an_order_report_do_not_change_what_it_is(tmp_path: Path) -> None:
    file = write(tmp_path / "o.csv", [*header("O-G"), "内部订单号", "货品编号", "客单价"], ORDER_ROWS)
    outcome = take_in(Warehouse(), [Source("o.csv", file)])[0]
    assert (outcome.error, outcome.rows_new) == (None, 2)


def test_an_owner_may_say_what_the_columns_mean_all_the_same(tmp_path: Path) -> None:
    warehouse = Warehouse()
    row = {
        "线上订单号": "4000000000000000001",
        "买家账号": "小店常客21",
        "下单时间": "2026-05-01 10:00:00",
        "应付金额": "9",
    }
    file = write(tmp_path / "erp.csv", ERP, [row])
    said = ColumnMapping("orders", {"order_id": "线上订单号", "total": "应付金额"})
    outcome = take_in(warehouse, [Source("erp.csv", file)], choices=Choices(mapping=said))[0]
    assert outcome.error is None
    with warehouse.cursor() as cursor:
        found = cursor.execute("select order_id, buyer from buyer_order").fetchall()
    assert found == [("4000000000000000001", "小店常客21")]


def test_a_table_that_shares_a_date_only_is_near_to_no_export() -> None:
    assert nearest_kind([["发生时间", "创建时间", "规格", "备注"]]) is None
    found = nearest_kind([["订单编号", "备注"]])
    assert found is not None
    assert found[0].name in {"orders", "items"}
