"""The import page through dashboard.py: look, import, passwords, columns by hand, pasted reviews."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd
import pytest
import pyzipper
from streamlit.testing.v1 import AppTest

import pipeline
from etl.recognise import of_name
from tests.etl import test_shops as two_shops
from tests.pages.import_page import PAGE, content, dropped, key_of, opened, press, settled, table
from tests.pages.shown import texts
from tests.shops import export, orders
from warehouse import Warehouse, warehouse_at

UNKNOWN = (
    "店里的单号,客人,成交于,付了多少\n"
    "402933162870552118,小店常客21,2026-10-01 09:30:00,88.00\n"
    "402933162870552119,云上朵,2026-10-02 10:00:00,45.50\n"
).encode()
PASTED = """全部评价
负面评价
颜色和图片不一样
初次评价：2026-10-08 10:11:12
商品1
订单号：402933162870550001
买**1
"""


def test_a_look_tells_everything_and_the_button_takes_in(shop: Path, tmp_path: Path) -> None:
    bad = orders(1)[0] | {"订单编号": "1.37359E+14"}
    file = export(tmp_path, "订单.csv", [*orders(20), bad])
    at = dropped(opened(), ("订单.csv", file.path.read_bytes()), ("对账单.csv", "流水号,金额\n1,2\n".encode()))
    looked, refused = table(at)
    assert (looked["file"], looked["result"], looked["kind"]) == ("订单.csv", "✓ 可以导入", "订单报表")
    assert (looked["read"], looked["new"], looked["rejected"]) == (21, 20, 1)
    assert (looked["shop"], looked["period"]) == ("木禾家居店", "2026-10-01 至 2026-10-20")
    assert "8/8 列" in str(looked["ground"])
    assert (refused["file"], refused["result"]) == ("对账单.csv", "▲ 等您处理")
    said = texts(at)
    assert "还不能导入" in said
    assert "后几位已经丢失" in said
    assert "第 22 行" in said
    preview = at.dataframe[1].value
    assert list(preview.columns[:2]) == [("订单编号", "订单编号"), ("买家会员名", "买家")]
    assert preview.iloc[1, 1] == "买**1"
    with Warehouse(shop).cursor() as cursor:
        assert cursor.execute("select count(*) from buyer_order").fetchall() == [(0,)]
    assert at.button(key="import_start").label == "导入 1 个文件"
    at = press(at, "import_start")
    assert "1 个文件已导入：新增 20 行" in texts(at)
    assert "名单已重算" in texts(at)
    with Warehouse(shop).cursor() as cursor:
        assert cursor.execute("select count(*) from buyer_order").fetchall() == [(20,)]
    assert "还有 1 个文件等您处理" in texts(at)
    assert "还有 1 个文件" not in texts(press(at, "drop_all"))


def test_an_overlapping_file_is_compared_with_what_is_there(shop: Path, tmp_path: Path) -> None:
    pipeline.run(Warehouse(shop), [export(tmp_path, "早.csv", orders(20, status="卖家已发货，等待买家确认"))])
    at = dropped(opened(), content(tmp_path, "晚.csv", count=30))
    row = table(at)[0]
    assert (row["new"], row["changed"], row["unchanged"]) == (10, 16, 4)
    at = dropped(opened("en"), content(tmp_path, "早.csv", count=20, status="卖家已发货，等待买家确认"))
    assert table(at)[0]["result"] == "○ no change"
    assert "importing would change nothing" in texts(at)
    assert "imported before" in texts(at)


def test_a_second_shops_files_are_said_to_go_with_their_orders(shop: Path, tmp_path: Path) -> None:
    pipeline.run(Warehouse(shop), [export(tmp_path, "一店.csv", two_shops.orders("40293"))])
    files = [
        (name, export(tmp_path, name, rows("50293")).path.read_bytes())
        for name, rows in (("退款.csv", two_shops.refunds), ("二店.csv", two_shops.orders))
    ]
    at = dropped(opened(), *files)
    assert {row["file"]: row["shop"] for row in table(at)} == {"退款.csv": "跟订单走", "二店.csv": two_shops.THERE}
    assert [row["period"] for row in table(at) if not pd.isna(row["period"])] == ["2026-10-01 至 2026-10-01"]
    assert "有 2 家店铺" in texts(at)
    at = press(at, "import_start")
    with Warehouse(shop).cursor() as cursor:
        assert cursor.execute("select distinct shop from refund").fetchall() == [(two_shops.THERE,)]


def test_two_names_of_a_shop_are_made_one_after_asking(shop: Path, tmp_path: Path) -> None:
    at = opened()
    assert "店铺改过名" not in texts(at)
    files = [export(tmp_path, f"{begin}.csv", two_shops.orders(begin)) for begin in two_shops.SHOPS]
    pipeline.run(Warehouse(shop), files)
    at = opened()
    at = at.selectbox(key="shop").set_value(two_shops.THERE).run()
    assert at.button(key="unite").disabled
    at.selectbox(key="unite_old").set_value(two_shops.THERE)
    at = at.selectbox(key="unite_new").set_value(two_shops.HERE).run()
    at = at.button(key="unite").click().run()
    assert f"「{two_shops.THERE}」的 4 笔订单" in texts(at)
    assert "备份" in texts(at)
    at = press(at, "unite_yes")
    assert "已并成一家" in texts(at)
    with Warehouse(shop).cursor() as cursor:
        assert cursor.execute("select shop, count(*) from buyer_order group by shop").fetchall() == [
            (two_shops.HERE, 8)
        ]
    assert f"旧名字：**{two_shops.THERE}**" in texts(at)
    at = at.button(key=f"part_{two_shops.THERE}").click().run()
    assert not at.exception
    assert "旧名字" not in texts(at)


def test_missing_columns_are_named_with_what_they_cost(shop: Path, tmp_path: Path) -> None:  # noqa: ARG001
    rows = [{key: cell for key, cell in row.items() if key != "买家会员名"} for row in orders(5)]
    at = dropped(opened(), ("单.csv", export(tmp_path, "单.csv", rows).path.read_bytes()))
    assert "缺的列和影响" in texts(at)
    assert "认不出是哪位买家" in texts(at)


def test_columns_named_by_hand_are_remembered_and_can_be_forgotten(shop: Path) -> None:
    at = dropped(opened(), ("别家.csv", UNKNOWN))
    assert not at.dataframe
    number = f"map_{at.session_state['upload'].entries[0].number}"
    at.session_state[f"{number}_open"] = True
    at.run()
    assert at.selectbox(key=f"{number}_orders_0_0").value == "order_id"
    assert at.selectbox(key=f"{number}_orders_0_2").value == "created_at"
    assert at.selectbox(key=f"{number}_orders_0_1").value == "buyer"
    at.selectbox(key=f"{number}_orders_0_1").select_index(0).run()
    assert "没有「买家会员名」这一列" in texts(at)
    meanings = list(of_name("orders")[0].aliases)
    at.selectbox(key=f"{number}_orders_0_1").select_index(1 + meanings.index("buyer")).run()
    at.selectbox(key=f"{number}_orders_0_3").select_index(1 + meanings.index("paid")).run()
    assert "没有「买家会员名」这一列" not in texts(at)
    at = press(at, f"{number}_save")
    row = table(at)[0]
    assert (row["kind"], row["new"], "按您记住的列" in str(row["ground"])) == ("订单报表", 2, True)
    at = press(at, "import_start")
    with Warehouse(shop).cursor() as cursor:
        assert cursor.execute("select buyer, paid::double from buyer_order order by order_id").fetchall() == [
            ("小店常客21", 88.0), ("云上朵", 45.5),
        ]  # fmt: skip
    at = dropped(opened(), ("再一份.csv", UNKNOWN))
    assert table(at)[0]["kind"] == "订单报表"
    at = press(at, "forget_1")
    at = dropped(opened(), ("又一份.csv", UNKNOWN))
    assert "认不出这是哪种导出" in texts(at)


def test_a_password_is_asked_for_used_once_and_kept_nowhere(
    shop: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "芝麻开门-93"
    locked = tmp_path / "锁.zip"
    with pyzipper.AESZipFile(locked, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(secret.encode())
        archive.writestr("订单.csv", content(tmp_path, "订单.csv", count=12)[1])
    at = dropped(opened(), ("锁.zip", locked.read_bytes()))
    assert "这个文件设了密码" in texts(at)
    at = with_password(at, "不对")
    assert "密码不对" in texts(at)
    at = with_password(at, secret)
    assert table(at)[0]["file"] == "锁.zip / 订单.csv"
    at = press(at, "import_start")
    assert "1 个文件已导入" in texts(at)
    assert not at.session_state["upload"].entries
    assert secret not in repr(at.session_state["import_job"])
    assert secret not in caplog.text
    with warehouse_at(shop).closed():
        assert secret.encode() not in shop.read_bytes()


def with_password(at: AppTest, word: str) -> AppTest:
    at.text_input(key=key_of(at, "password_text")).set_value(word)
    next(button for button in at.button if button.label == "用密码打开").click().run()
    return settled(at)


def test_reviews_copied_from_the_page_are_pasted_and_go_in(shop: Path, tmp_path: Path) -> None:
    pipeline.run(Warehouse(shop), [export(tmp_path, "单.csv", orders(5))])
    at = opened()
    at.text_area(key="paste_0").set_value("今天天气不错").run()
    at.button(key="paste_add").click().run()
    assert "没有看出评价" in texts(at)
    at.text_area(key="paste_0").set_value(PASTED).run()
    at = press(at, "paste_add")
    at = settled(at.switch_page(PAGE).run())
    assert (table(at)[0]["kind"], table(at)[0]["new"]) == ("评价", 1)
    press(at, "import_start")
    with Warehouse(shop).cursor() as cursor:
        assert cursor.execute("select rating, text, order_id, shop from review").fetchall() == [
            ("bad", "颜色和图片不一样", "402933162870550001", "木禾家居店")
        ]


def test_files_that_name_no_shop_go_to_the_one_the_owner_picks(shop: Path, tmp_path: Path) -> None:
    store = Warehouse(shop)
    pipeline.run(
        store,
        [export(tmp_path, "一.csv", orders(5)), export(tmp_path, "二.csv", orders(5, first=50, shop="山间茶铺"))],
    )
    rows = [{key: cell for key, cell in row.items() if key != "店铺名称"} for row in orders(4, first=200)]
    at = dropped(opened(), ("无名.csv", export(tmp_path, "无名.csv", rows).path.read_bytes()))
    assert "有 2 家店铺" in texts(at)
    at.selectbox(key="look_shop").select("山间茶铺").run()
    at = settled(at)
    assert table(at)[0]["shop"] == "山间茶铺"
    press(at, "import_start")
    with store.cursor() as cursor:
        assert cursor.execute("select shop, count(*) from buyer_order group by shop order by shop").fetchall() == [
            ("山间茶铺", 9), ("木禾家居店", 5),
        ]  # fmt: skip


def test_a_file_can_be_left_out_before_the_import(shop: Path, tmp_path: Path) -> None:
    at = dropped(opened(), content(tmp_path, "一.csv", count=5), content(tmp_path, "二.csv", count=5, first=50))
    assert at.button(key="import_start").label == "导入 2 个文件"
    choice = next(each for each in at.button_group if str(each.key).startswith("look_chosen_"))
    first = at.session_state["upload"].entries[0].number
    choice.set_value([first]).run()
    assert at.button(key="import_start").label == "导入 1 个文件"
    at = press(at, "import_start")
    with Warehouse(shop).cursor() as cursor:
        assert cursor.execute("select file, rows_new from batch").fetchall() == [("一.csv", 5)]
    assert [entry.source.name for entry in at.session_state["upload"].entries] == ["二.csv"]
