"""Order lists that were not saved by 千牛's button: everyday names of columns, a bare yes for a refund, ids for titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.intake import Source, take_in
from risk import verdicts
from tests.etl.files import write
from warehouse import Warehouse

COLUMNS = ["订单号", "用户名", "商品id", "订单金额", "付款金额", "下单时间", "付款时间", "是否退款"]


def row(number: int, buyer: str, paid: str, refunded: str, **others: str) -> dict[str, str]:
    """One order of a published list."""
    return {
        "订单号": f"4000000000000000{number:03}", "用户名": buyer, "商品id": "612345678901", "订单金额": "100",
        "付款金额": paid, "下单时间": f"2026-03-{number + 1:02} 10:00:00",
        "付款时间": f"2026-03-{number + 1:02} 10:05:00" if paid else "", "是否退款": refunded,
    } | others  # fmt: skip


def judged(tmp_path: Path, columns: list[str], rows: list[dict[str, str]]) -> Warehouse:
    """A database with this list alone."""
    warehouse = Warehouse()
    outcome = take_in(warehouse, [Source("list.csv", write(tmp_path / "list.csv", columns, rows))])[0]
    assert (outcome.error, outcome.rows_new) == (None, len(rows))
    verdicts.refresh(warehouse)
    return warehouse


@pytest.mark.parametrize(
    ("word", "is_refunded"),
    [("是", True), ("TRUE", True), ("部分退款", True), ("否", False), ("0", False), ("", False), ("待定", False)],
)
def test_a_bare_yes_is_a_refund_of_all_that_was_paid(tmp_path: Path, word: str, is_refunded: bool) -> None:
    warehouse = judged(tmp_path, COLUMNS, [row(1, "甲", "90", word), row(2, "乙", "90", "否")])
    with warehouse.cursor() as cursor:
        found = cursor.execute(
            "select is_refunded, refund_amount from order_chance where buyer = '甲' and is_paid"
        ).fetchall()
    assert found == [(is_refunded, 90 if is_refunded else 0)]


def test_the_amount_says_more_than_the_yes(tmp_path: Path) -> None:
    rows = [row(1, "甲", "90", "是", 退款金额="12.50")]
    warehouse = judged(tmp_path, [*COLUMNS, "退款金额"], rows)
    with warehouse.cursor() as cursor:
        assert cursor.execute("select refund_amount from buyer_order").fetchall() == [(12.5,)]


FLAT = ["订单编号", "用户ID", "产品名称", "件数", "实付", "下单时间", "付款时间", "订单状态", "退款状态"]


def line(order: int, buyer: str, title: str, state: str, refund: str) -> dict[str, str]:
    """One row of goods in a list that tells of orders, goods and refunds at once."""
    return {
        "订单编号": f"4000000000000000{order:03}", "用户ID": buyer, "产品名称": title, "件数": "1", "实付": "90",
        "下单时间": "2026-03-01 10:00:00", "付款时间": "2026-03-01 10:05:00", "订单状态": state, "退款状态": refund,
    }  # fmt: skip


def refunds_of(warehouse: Warehouse) -> list[tuple]:
    """Order's last digit, title, weight, whether refunded, of every chance to ask for a refund."""
    with warehouse.cursor() as cursor:
        return cursor.execute(
            "select order_id[-1:], title, refund_weight, is_refunded from order_chance where is_paid order by all"
        ).fetchall()


def test_a_list_of_orders_and_goods_tells_of_each_line_whether_it_was_refunded(tmp_path: Path) -> None:
    rows = [
        line(1, "U1", "窗帘", "交易成功", "退款成功"),
        line(1, "U1", "地毯", "交易成功", "没有申请退款"),
        line(2, "U2", "窗帘", "交易成功", "退款关闭"),
        line(3, "U3", "窗帘", "交易成功", ""),
        line(4, "U4", "窗帘", "卖家已发货，等待买家确认", "退款中"),
    ]
    warehouse = Warehouse()
    [outcome] = take_in(warehouse, [Source("list.csv", write(tmp_path / "list.csv", FLAT, rows))])
    assert (outcome.error, outcome.kind, outcome.rows_read) == (None, "orders", 5)
    assert outcome.columns_unknown == []
    verdicts.refresh(warehouse)
    assert refunds_of(warehouse) == [
        ("1", "地毯", 1, False), ("1", "窗帘", 1, True), ("2", "窗帘", 1, False), ("3", "窗帘", 1, False),
        ("4", "窗帘", 1, True),
    ]  # fmt: skip
    with warehouse.cursor() as cursor:
        assert cursor.execute("select buyer, refunds from buyer_facts order by buyer").fetchall() == [
            ("U1", 1), ("U2", 0), ("U3", 0), ("U4", 1),
        ]  # fmt: skip


def test_a_later_list_tells_of_the_refund_that_came_since(tmp_path: Path) -> None:
    warehouse = Warehouse()
    for name, refund in (("a.csv", "没有申请退款"), ("b.csv", "退款成功")):
        take_in(warehouse, [Source(name, write(tmp_path / name, FLAT, [line(1, "U1", "窗帘", "交易成功", refund)]))])
    verdicts.refresh(warehouse)
    assert refunds_of(warehouse) == [("1", "窗帘", 1, True)]


@pytest.mark.parametrize(("state", "is_refunded"), [("交易成功", False), ("交易关闭", True)])
def test_a_bare_no_holds_unless_the_paid_order_was_closed(tmp_path: Path, state: str, is_refunded: bool) -> None:
    columns = ["是否退款" if name == "退款状态" else name for name in FLAT]
    told = [line(1, "U1", "窗帘", state, ""), line(1, "U1", "地毯", state, "")]
    rows = [each | {"是否退款": "否"} for each in told]
    warehouse = Warehouse()
    take_in(warehouse, [Source("list.csv", write(tmp_path / "list.csv", columns, rows))])
    verdicts.refresh(warehouse)
    weight = 0.5 if is_refunded else 1  # closed together: one chance
    assert refunds_of(warehouse) == [("1", "地毯", weight, is_refunded), ("1", "窗帘", weight, is_refunded)]


def test_the_line_that_a_bare_yes_stands_beside_is_the_refunded_one(tmp_path: Path) -> None:
    columns = ["是否退款" if name == "退款状态" else name for name in FLAT]
    rows = [
        line(1, "U1", "窗帘", "交易成功", "") | {"是否退款": "是"},
        line(1, "U1", "地毯", "交易成功", "") | {"是否退款": "否"},
    ]
    warehouse = Warehouse()
    take_in(warehouse, [Source("list.csv", write(tmp_path / "list.csv", columns, rows))])
    verdicts.refresh(warehouse)
    assert refunds_of(warehouse) == [("1", "地毯", 1, False), ("1", "窗帘", 1, True)]


def test_a_state_of_a_refund_that_nobody_knows_is_told_with_the_file(tmp_path: Path) -> None:
    rows = [line(1, "U1", "窗帘", "交易成功", "甲乙丙"), line(2, "U2", "窗帘", "交易成功", "退款成功")]
    [outcome] = take_in(Warehouse(), [Source("list.csv", write(tmp_path / "list.csv", FLAT, rows))])
    [note] = [note for note in outcome.notes if note.key == "etl.unknown_refund_state"]
    assert note.values == {"count": 1, "word": "甲乙丙"}


def test_an_item_id_stands_for_the_title_that_is_not_there(tmp_path: Path) -> None:
    warehouse = judged(tmp_path, COLUMNS, [row(1, "甲", "90", "否"), row(2, "乙", "", "否")])
    with warehouse.cursor() as cursor:
        found = cursor.execute("select distinct product, title from order_chance").fetchall()
    assert found == [("612345678901", "612345678901")]


def test_the_title_takes_the_place_of_the_id_once_a_file_tells_it(tmp_path: Path) -> None:
    warehouse = judged(tmp_path, COLUMNS, [row(1, "甲", "90", "否")])
    columns = ["主订单编号", "子订单编号", "商品标题", "商品价格", "商品ID", "退款状态"]
    item = {
        "主订单编号": "4000000000000000001", "子订单编号": "4000000000000000901", "商品标题": "亚麻窗帘", "商品价格": "90",
        "商品ID": "612345678901", "退款状态": "没有申请退款",
    }  # fmt: skip
    take_in(warehouse, [Source("items.csv", write(tmp_path / "items.csv", columns, [item]))])
    verdicts.refresh(warehouse)
    with warehouse.cursor() as cursor:
        found = cursor.execute("select product, title from order_chance").fetchall()
    assert found == [("612345678901", "亚麻窗帘")]


def test_an_address_in_several_columns_is_the_same_as_in_one(tmp_path: Path) -> None:
    """It links accounts, and only where the street is told."""
    whole = {"收货人姓名": "王小明", "收货地址": "浙江省 杭州市 西湖区 梧桐路一号三零二"}
    parts = {
        "收货人姓名": "王小明",
        "省份": "浙江省",
        "城市": "杭州市",
        "区县": "西湖区",
        "收货地址": "梧桐路一号三零二",
    }
    both = {"收货人姓名": "王小明", "省份": "浙江省", "城市": "杭州市", "收货地址": whole["收货地址"]}
    nowhere = {"收货人姓名": "王小明", "省份": "浙江省", "城市": "杭州市", "区县": "西湖区", "收货地址": ""}
    rows = [row(n, f"号{n}", "90", "否", **told) for n, told in enumerate((whole, parts, both, nowhere))]
    warehouse = judged(tmp_path, [*COLUMNS, "收货人姓名", "省份", "城市", "区县", "收货地址"], rows)
    with warehouse.cursor() as cursor:
        found = cursor.execute("select address_key, region from buyer_order order by buyer").fetchall()
    keys = [key for key, _ in found]
    assert keys[0] == keys[1] == keys[2] is not None
    assert keys[3] is None
    assert {region for _, region in found} == {"浙江省 杭州市"}
