"""Imports and undos of random exports, in whatever order: what is left is what the files that remain say."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from etl.intake import Source, take_in
from etl.undo import undo
from tests.etl.files import Row, write
from tests.etl.test_again import assert_same, tables, taken
from warehouse import Warehouse

SHOP = "木禾家居店"
MOMENTS = [f"2026-10-{day:02d} 09:{minute:02d}:00" for day in range(1, 28) for minute in (5, 35)]
STATES = ["等待买家付款", "买家已付款,等待卖家发货", "卖家已发货,等待买家确认", "交易成功", "交易关闭"]
# what a column may hold, given the place of the order; a file has some of the columns, the first ones always
Cells = Mapping[str, Callable[[random.Random, int], str]]


def of(*texts: str) -> Callable[[random.Random, int], str]:
    return lambda chance, _: chance.choice(texts)


def number(begin: int) -> Callable[[random.Random, int], str]:
    return lambda _, place: str(begin + place)


KINDS: Mapping[str, tuple[int, Cells]] = {
    "orders": (4, {
        "订单编号": number(402933162870552100), "买家会员名": lambda _, place: f"买家{place % 5}",
        "订单状态": of(*STATES), "订单创建时间": lambda _, place: MOMENTS[place * 4], "总金额": of("88", "80", "45.5"),
        "店铺名称": of(SHOP), "订单付款时间": lambda chance, place: chance.choice([MOMENTS[place * 4], ""]),
        "确认收货时间": of("", *MOMENTS), "宝贝标题": of("相框", "竹篮", "相框，竹篮", ""), "收货人姓名": of("王晓", ""),
        "收货地址": of("", "江苏省 南京市 梧桐路1号302室"), "商家备注": of("", "多送一个"), "退款金额": of("", "0", "40"),
        "订单关闭原因": of("", "买家未付款", "缺货"), "买家实付金额": of("", "0", "88"),
    }),
    "items": (5, {
        "主订单编号": number(402933162870552100), "商品标题": of("相框", "竹篮"), "购买数量": of("1", "2"),
        "子订单编号": number(502933162870552100), "退款状态": of("没有申请退款", "退款成功", ""),
        "商品ID": of("701", "702"), "买家实付金额": of("40"),
    }),
    "refunds": (4, {
        "退款编号": number(2029331628705500), "订单编号": number(402933162870552100),
        "退款状态": of("退款成功", "退款关闭", "等待卖家同意"), "退款总额": of("40", "20"), "商品id": of("701", ""),
        "退款的申请时间": of(*MOMENTS), "买家退款原因": of("质量问题", "未收到货", ""), "售后类型": of("仅退款", "退货退款"),
    }),
    "reviews": (5, {
        "tid": number(402933162870552100), "oid": number(502933162870552100), "result": of("good", "bad", "neutral"),
        "created": of(*MOMENTS), "content": of("好", "坏"), "item_title": of("相框", "竹篮"),
        "nick": lambda _, place: f"买家{place % 5}", "num_iid": of("701"),
    }),
}  # fmt: skip


def some_export(chance: random.Random, folder: Path, name: str) -> Source:
    always, cells = KINDS[chance.choice(["orders", "orders", "orders", "items", "refunds", "reviews"])]
    columns = list(cells)[:always] + [column for column in list(cells)[always:] if chance.random() < 0.6]
    places = chance.sample(range(12), chance.randint(1, 8))
    rows: list[Row] = [{column: cells[column](chance, place) for column in columns} for place in places]
    return Source(name, write(folder / f"{name}.csv", columns, rows))


def told(store: Warehouse) -> dict[str, pd.DataFrame]:
    """Every table of facts. Whoever has been told the shop's name keeps it when that import is undone."""
    found = tables(store)
    assert {name for frame in found.values() for name in frame["shop"]} <= {SHOP, ""}
    return {table: frame.drop(columns="shop") for table, frame in found.items()}


def walked(chance: random.Random, files: Sequence[Source]) -> tuple[Warehouse, list[Source]]:
    """A database after some imports and undos, and the files of those that stand."""
    store, standing = Warehouse(), dict[int, Source]()
    for _ in range(chance.randint(4, 9)):
        if standing and chance.random() < 0.35:
            undone = chance.choice(list(standing))
            undo(store, undone)
            del standing[undone]
        else:
            file = chance.choice(files)
            [outcome] = take_in(store, [file])
            assert outcome.batch_id is not None, outcome
            standing[outcome.batch_id] = file
    return store, list(standing.values())


@pytest.mark.parametrize("seed", range(6))
def test_only_the_files_that_stand_count(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    files = [some_export(chance, tmp_path, f"file{place}") for place in range(5)]
    store, standing = walked(chance, files)
    chance.shuffle(standing)
    assert_same(told(store), told(taken(standing)))
