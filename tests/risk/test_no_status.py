"""Exports that lack 订单状态: a buyer of whose order nothing is known has not left it unpaid."""

from __future__ import annotations

from pathlib import Path

import pipeline
from tests.shops import export, orders
from warehouse import Warehouse


def test_orders_without_a_status_are_judged_and_none_is_a_hit(tmp_path: Path) -> None:
    known = ("订单编号", "买家会员名", "订单创建时间", "总金额", "店铺名称")
    rows = [{name: row[name] for name in known} for row in orders(30)]
    store = Warehouse(tmp_path / "shop.duckdb")
    result = pipeline.run(store, [export(tmp_path, "单.csv", rows)])
    assert result.outcomes[0].rows_new == 30
    with store.cursor() as cursor:
        assert cursor.execute("select count(*) from trial where signal = 'unpaid' and is_hit").fetchall() == [(0,)]
