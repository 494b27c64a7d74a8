"""Exports without the shop's name, then one that has it: what the owner did meanwhile goes on under the name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import pipeline
from complaints.cases import Opening, open_case
from complaints.desk import Desk
from complaints.dossier import read_dossier
from complaints.lists import Entry, add_entry, live
from etl.intake import Source
from risk.decisions import decide
from simulation import exports
from simulation.shop import ShopSettings, simulate
from tests.risk.rows import answers, buyers
from warehouse import Warehouse

NAME = "木禾家居店"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, Source]:
    """The orders of a shop without its name, and the last third of them with it."""
    folder = tmp_path_factory.mktemp("exports")
    orders = exports.order_rows(simulate(ShopSettings(seed=77, buyers=250, abuser_share=0.05, products=25)))
    last = orders.tail(len(orders) // 3).assign(店铺名称=NAME)
    for name, rows in (("before", orders.assign(店铺名称="")), ("after", last)):
        exports.write_csv(folder / f"{name}.csv", exports.ORDER_HEADER, rows, "utf-8")
    return Source("before.csv", folder / "before.csv"), Source("after.csv", folder / "after.csv")


def test_decisions_cases_and_lists_go_on_under_the_name(files: tuple[Source, Source], tmp_path: Path) -> None:
    store = Warehouse(tmp_path / "huoyan.duckdb")
    pipeline.run(store, files[:1])
    listed = [row["buyer"] for row in buyers(store, tiers=["high", "watch"])]
    dismissed, *others = listed
    assert others, "more than one buyer is listed"
    decide(store, "", dismissed, "normal", "同事")
    desk = Desk.at(store)
    case = open_case(desk, Opening("", "buyer", "拍下不付款", buyer=others[0]))
    add_entry(desk, Entry("", "flagged", others[0], "待核实", case, desk.clock().date() + timedelta(days=30)))

    pipeline.run(store, files[1:])
    assert [row["buyer"] for row in buyers(store, tiers=["high", "watch"])] == others
    [news] = answers(store, "risk/news")
    assert (news["new_listed"], news["gone"]) == (0, 0)
    assert read_dossier(desk, case).case["shop"] == NAME
    [entry] = live(desk, NAME, "flagged")
    assert entry["buyer"] == others[0]


def test_and_under_the_new_name_of_a_shop_that_changed_it(files: tuple[Source, Source], tmp_path: Path) -> None:
    store = Warehouse(tmp_path / "huoyan.duckdb")
    pipeline.run(store, files[1:])
    pipeline.run(store, files[:1])
    dismissed, *others = [row["buyer"] for row in buyers(store, tiers=["high", "watch"])]
    decide(store, NAME, dismissed, "normal", "同事")
    desk = Desk.at(store)
    case = open_case(desk, Opening(NAME, "buyer", "拍下不付款", buyer=others[0]))
    with store.writing() as cursor:
        # both names' lists moved in the same refresh
        cursor.execute(
            "insert into list_change select changed_at, '新店名', buyer, tier_before, tier from list_change"
        )
    pipeline.unite_shops(store, NAME, "新店名")
    listed = buyers(store, tiers=["high", "watch"])
    assert [(row["shop"], row["buyer"]) for row in listed] == [("新店名", buyer) for buyer in others]
    assert read_dossier(desk, case).case["shop"] == "新店名"
    with store.cursor() as cursor:
        assert cursor.execute("select distinct shop from list_change").fetchall() == [("新店名",)]
        assert cursor.execute(
            "select max(changed_at) - min(changed_at) < interval 1 second from list_change"
        ).fetchall()


def test_of_two_shops_nothing_tells_whose_it_was(files: tuple[Source, Source], tmp_path: Path) -> None:
    store = Warehouse(tmp_path / "huoyan.duckdb")
    pipeline.run(store, files[:1])
    desk = Desk.at(store)
    case = open_case(desk, Opening("", "hand", "无名"))
    with store.writing() as cursor:
        cursor.execute(
            "update buyer_order set shop = case when order_id < (select median(order_id) from buyer_order) "
            "then 'A' else 'B' end"
        )
    pipeline.run(store, files[1:])
    assert read_dossier(desk, case).case["shop"] == ""
