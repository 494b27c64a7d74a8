"""The imports so far, through dashboard.py: undoing one, what it refused, how many there are."""

from __future__ import annotations

from pathlib import Path

import pipeline
from tests.pages.import_page import opened, press
from tests.pages.shown import texts
from tests.risk.rows import put
from tests.shops import assert_same, export, orders, whole
from warehouse import Warehouse, warehouse_at


def test_an_import_is_undone_on_the_page_after_asking(shop: Path, tmp_path: Path) -> None:
    store = Warehouse(shop)
    pipeline.run(store, [export(tmp_path, "早.csv", orders(20, status="卖家已发货，等待买家确认"))])
    before = whole(store)
    pipeline.run(store, [export(tmp_path, "晚.csv", orders(30))])
    at = opened()
    at.session_state["history"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    at.button(key="undo_2").click().run()
    assert "撤销「晚\\.csv」？" in texts(at)
    assert "只有它有的 10 行会去掉" in texts(at)
    assert "别的文件也有的 20 行恢复" in texts(at)
    at.button(key="undo_no").click().run()
    assert "撤销「晚" not in texts(at)
    at.button(key="undo_2").click().run()
    at = press(at, "undo_yes")
    assert "已撤销「晚\\.csv」" in texts(at)
    history = at.dataframe[-1].value
    assert list(history["state"])[0].startswith("○ 已撤销")
    after = whole(store)
    assert list(after.pop("batch")["file"]) == ["早.csv", "晚.csv"]
    before.pop("batch")
    assert_same(after, before)


def test_refused_rows_of_any_import_can_be_downloaded(shop: Path, tmp_path: Path) -> None:
    bad = [row | {"订单编号": "1.37359E+14"} for row in orders(3)]
    pipeline.run(Warehouse(shop), [export(tmp_path, "坏.csv", [*orders(2), *bad])])
    at = opened()
    at.session_state["history"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    assert "下载拒收的 3 行" in [button.label for button in at.download_button]


def test_the_history_says_how_many_imports_there_are_where_it_shows_the_last_thousand(shop: Path) -> None:
    put(warehouse_at(shop), "batch", {"batch_id": 1})
    with warehouse_at(shop).writing(remakes_verdicts=False) as cursor:
        cursor.execute(
            "insert into batch by name select batch.* replace (n as batch_id, n || '.xlsx' as file) "
            "from batch cross join range(2, 1004) as numbers(n)"
        )
    at = opened()
    assert "共 1,003 次，下面是最近 1,000 次。" in texts(at)
    [table] = [frame.value for frame in at.dataframe if "file" in frame.value]
    assert list(table["file"])[:2] == ["1003.xlsx", "1002.xlsx"]
    assert len(table) == 1000
    with warehouse_at(shop).writing(remakes_verdicts=False) as cursor:
        cursor.execute("delete from batch where batch_id > 2")
    assert "共 2 次。" in texts(opened())
