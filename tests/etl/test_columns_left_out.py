"""Exports of which the owner left columns out, or joined others to: of the same kind as before, never of another."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from etl.intake import take_in
from etl.outcome import Source
from etl.recognise import nearest_kind, recognise
from risk import verdicts
from tests.etl.files import HEADERS, header, write
from warehouse import Warehouse

MANY_COLUMNS = 45  # of a version with more only one column is left out: two of them leave enough to tell it by
OWNED = ("O-", "I-", "R-")
MONEY = "select sum(total), sum(paid), sum(payable) from buyer_order"
LINES = "select product, title, count(*) from trial where signal = 'refund' group by all order by all"


def left_out(version: str) -> list[tuple[str, ...]]:
    cells = header(version)
    return [each for many in (1, 2) if many == 1 or len(cells) <= MANY_COLUMNS for each in combinations(cells, many)]


@pytest.mark.parametrize("version", [each for each in HEADERS if each.startswith(OWNED)])
def test_no_version_becomes_another_kind(version: str) -> None:
    whole = recognise([header(version)])
    assert whole
    for missing in left_out(version):
        found = recognise([[cell for cell in header(version) if cell not in missing]])
        assert found is None or found.kind.name == whole.kind.name, missing


@pytest.mark.parametrize(
    ("version", "number"),
    [("I-A", "订单编号"), ("I-B", "主订单编号"), ("I-D", "主订单编号"), ("I-E", "主订单编号"), ("O-F2", "订单编号")],
)
def test_without_its_order_number_a_version_is_refused_as_what_it_is(version: str, number: str) -> None:
    left = [cell for cell in header(version) if cell.strip() not in (number, "订单编号", "主订单编号")]
    assert recognise([left]) is None
    near = nearest_kind([left])
    assert near
    assert near[0].name == {"I": "items", "O": "orders"}[version[0]]
    assert near[1] == [near[0].aliases["order_id"][0]]


def rows() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Orders of two things each, and their lines."""
    orders, items = [], []
    for number in range(20):
        order = {
            "订单编号": f"40293316287055{number:04d}", "买家会员名": f"小店常客{number % 7}", "总金额": "30.00",
            "买家应付货款": "30.00", "买家实际支付金额": "30.00", "订单状态": "交易成功", "宝贝标题": "杯子，盘子",
            "订单创建时间": "2026-10-01 09:30:00", "订单付款时间": "2026-10-01 09:31:00", "店铺名称": "木禾家居店",
        }  # fmt: skip
        orders.append(order)
        for place, (title, money) in enumerate((("杯子", "10.00"), ("盘子", "20.00"))):
            items.append(order | {
                "子订单编号": f"50293316287055{number:04d}{place}", "主订单编号": order["订单编号"], "商品标题": title,
                "购买数量": "1", "商品价格": money, "买家应付货款": money, "买家实付金额": money,
                "退款状态": "没有申请退款", "商品ID": f"7700{place}", "商家编码": f"ZB-{place}",
            })  # fmt: skip
    return orders, items


@pytest.mark.parametrize(
    ("missing", "products"),
    [
        (("商品标题",), [("77000", None, 20), ("77001", None, 20)]),
        (("商品标题", "商品ID"), [("ZB-0", "ZB-0", 20), ("ZB-1", "ZB-1", 20)]),
        (("商品标题", "子订单编号"), [("77000", None, 20), ("77001", None, 20)]),
    ],
)
@pytest.mark.parametrize("is_first", [False, True])
def test_an_item_report_without_titles_leaves_the_orders_money_alone(
    tmp_path: Path, missing: tuple[str, ...], products: list[tuple], is_first: bool
) -> None:
    orders, items = rows()
    columns = [cell for cell in header("I-D") if cell not in missing]
    files = [
        Source("o.csv", write(tmp_path / "o.csv", header("O-D"), orders)),
        Source("i.csv", write(tmp_path / "i.csv", columns, items)),
    ]
    store = Warehouse()
    outcomes = take_in(store, files[::-1] if is_first else files)
    told = next(outcome for outcome in outcomes if outcome.file == "i.csv")
    assert (told.kind, told.rows_new) == ("items", 40)
    assert "etl.no_title_in_items" in {note.key for note in told.notes}
    verdicts.refresh(store)
    with store.cursor() as cursor:
        assert cursor.execute(MONEY).fetchall() == [(600, 600, 600)]
        assert cursor.execute(LINES).fetchall() == products


def test_a_list_of_orders_that_names_buyers_is_none_of_items(tmp_path: Path) -> None:
    columns = ["订单编号", "买家昵称", "宝贝标题", "价格", "商家编码", "下单时间", "付款时间"]
    row = {
        "订单编号": "402933162870550001", "买家昵称": "小店常客", "宝贝标题": "杯子", "价格": "9.00", "商家编码": "ZB-1",
        "下单时间": "2026-10-01 09:30:00", "付款时间": "2026-10-01 09:31:00",
    }  # fmt: skip
    [outcome] = take_in(store := Warehouse(), [Source("o.csv", write(tmp_path / "o.csv", columns, [row]))])
    assert outcome.kind == "orders"
    with store.cursor() as cursor:
        assert cursor.execute("select buyer from buyer_order").fetchall() == [("小店常客",)]


@pytest.mark.parametrize("version", ["O-D", "O-F", "O-G", "I-D"])
@pytest.mark.parametrize("vain", ["", "#N/A"])
def test_a_report_to_which_refunds_were_joined_stays_one(version: str, vain: str) -> None:
    whole = recognise([header(version)])
    assert whole
    cells = [*header(version), "退款编号", "退款原因"]
    rows = [["1"] * (len(cells) - 2) + (["77001", "质量问题"] if place % 2 else [vain, vain]) for place in range(12)]
    found = recognise([cells, *rows])
    assert found
    assert found.kind.name == whole.kind.name


@pytest.mark.parametrize("gaps", [0, 1])
def test_a_refund_export_to_which_orders_were_joined_stays_one(gaps: int) -> None:
    cells = [*header("R-D"), "买家会员名", "收货地址", "订单创建时间", "总金额", "订单状态"]
    number = cells.index("退款编号")
    rows = [["1"] * len(cells) for _ in range(12)]
    for row in rows[:gaps]:
        row[number] = ""
    found = recognise([cells, *rows])
    assert found
    assert found.kind.name == "refunds"


@pytest.mark.parametrize(("share", "kind"), [(1, "reviews"), (3, "orders")])
def test_a_list_of_orders_and_reviews_is_of_what_every_row_has(share: int, kind: str) -> None:
    cells = ["订单编号", "买家昵称", "商品名称", "下单时间", "订单金额", "订单状态", "评分", "评价内容", "评价时间"]
    rows = [["1"] * 6 + (["5", "好", "2026-10-01"] if place % share == 0 else [""] * 3) for place in range(12)]
    found = recognise([cells, *rows])
    assert found
    assert found.kind.name == kind
