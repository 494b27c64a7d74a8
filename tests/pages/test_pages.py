"""Every page through dashboard.py, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import jobs
import warehouse
from complaints.cases import Opening, open_case
from complaints.desk import Desk
from risk import settings
from risk.masking import masked_name
from tests.pages.shown import app, opened, texts
from tests.risk.rows import NOON, SHOP, UNPAID, judged, put, put_orders
from warehouse import ROOT, Warehouse

PAGES = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("pages/*/*.py"))

CATALOGUES = "|".join(sorted(path.stem for path in ROOT.glob("locales/zh/*.toml")))


@pytest.fixture
def demo_shop(demo_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUOYAN_DATABASE", str(demo_path))
    return demo_path


@pytest.fixture
def empty_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUOYAN_DATABASE", str(tmp_path / "empty.duckdb"))
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("demo_shop")
def test_pages_draw_without_error_and_without_missing_words(page: str, language: str) -> None:
    at = app(language).run()
    at.switch_page(page).run()
    assert not at.exception
    assert not at.error
    found = texts(at)
    assert not re.findall(rf"\b(?:{CATALOGUES})\.[a-z_]+", found)
    assert bool(re.search("[\u4e00-\u9fff]{2}", "".join(str(part.value) for part in (*at.title, *at.info)))) == (
        language == "zh"
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("empty_shop")
def test_pages_of_an_empty_shop_draw_and_say_something(page: str) -> None:
    at = app("en").run()
    at.switch_page(page).run()
    assert not at.exception
    assert not at.error
    assert len(at.title) == 1


@pytest.mark.usefixtures("empty_shop")
def test_an_empty_shop_says_what_to_do_and_loads_the_demo() -> None:
    at = app("zh").run()
    assert "欢迎使用火眼" in texts(at)
    at.button(key="load_demo").click().run()
    assert "正在导入" in texts(at)
    for job in jobs.queue_of(warehouse.default_path()).waiting():
        assert job.ended.wait(120)
    at.run()
    assert not at.exception
    assert "高风险候选" in texts(at) or "高风险候选" in str(at.metric)
    assert int(at.metric[0].value.split()[0]) > 5


@pytest.mark.usefixtures("demo_shop")
def test_the_list_filters_by_name_and_says_when_nothing_matches(demo: Warehouse) -> None:
    with demo.cursor() as cursor:
        buyer, tier = cursor.execute(
            "select buyer, tier from buyer_summary where tier = 'high' order by certainty desc, buyer limit 1"
        ).fetchall()[0]
    at = app("zh").run()
    at.switch_page("pages/monitor/buyers.py").run()
    at.text_input(key="list_name").set_value(buyer).run()
    assert list(at.dataframe[0].value["buyer"]) == [masked_name(buyer)]
    at.text_input(key="list_name").set_value("没有这个人").run()
    assert "没有这个人" in texts(at)


@pytest.mark.usefixtures("demo_shop")
def test_a_buyer_page_gives_the_sentence_and_masks_the_name(demo: Warehouse) -> None:
    with demo.cursor() as cursor:
        ref, buyer, trials, observed = cursor.execute(
            "select l.ref, l.buyer, r.trials, r.observed from buyer_list l join buyer_risk r using (shop, buyer) "
            "where r.signal = 'refund' and r.tier = 'high' order by r.certainty desc, l.buyer limit 1"
        ).fetchall()[0]
    at = app("zh")
    at.query_params["buyer"] = ref
    at.run()
    at.switch_page("pages/monitor/buyer.py")
    at.query_params["buyer"] = ref
    at.run()
    assert not at.exception
    found = texts(at)
    assert f"付款 {trials} 行，**退款 {observed} 次**" in found
    assert buyer not in found
    made = re.search("计入的退款里：(.+)。", found)
    assert made is not None
    assert sum(map(int, re.findall(r" (\d+)", made[1]))) == observed
    with demo.cursor() as cursor:
        orders = cursor.execute("select count(*) from buyer_order where buyer = ?", [buyer]).fetchall()[0][0]
    assert not any("detail" in table.value for table in at.dataframe)
    at.session_state["rows_zh"] = f"全部订单 {orders}"
    at.run()
    every = next(table for table in at.dataframe if "detail" in table.value)
    assert len(every.value) == orders
    assert every.value["at"].is_monotonic_decreasing


@pytest.fixture
def two_shops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """甲 leaves orders unpaid in one shop and buys in the other, 乙 the other way round."""
    store = Warehouse(tmp_path / "two.duckdb")
    put(store, "batch", {"shop": f"{SHOP}\n乙店", "last_at": NOON, "rows_rejected": 3})
    for shop, abuser in ((SHOP, "甲甲甲"), ("乙店", "乙乙乙")):
        orders: list[dict[str, Any]] = [
            {"order_id": f"{shop}{n}", "buyer": f"客{n:02}", "shop": shop} for n in range(30)
        ]
        orders += [{"order_id": f"{shop}u{n}", "buyer": abuser, "shop": shop} | UNPAID for n in range(8)]
        put_orders(store, *orders)
    judged(store)
    monkeypatch.setenv("HUOYAN_DATABASE", str(tmp_path / "two.duckdb"))
    return store


@pytest.mark.usefixtures("two_shops")
def test_the_first_look_is_at_a_signal_that_somebody_is_listed_for() -> None:
    at = app("zh").run()
    assert at.button_group(key="signal").value == "unpaid"
    assert "没有买家的" not in texts(at)
    at = app("zh")
    at.query_params["signal"] = "refund"
    assert "没有买家的退款明显多于" in texts(at.run())


@pytest.mark.usefixtures("demo_shop")
def test_where_somebody_is_listed_for_refunds_they_are_looked_at_first() -> None:
    at = app("zh").run()
    assert at.button_group(key="signal").value == "refund"


@pytest.mark.usefixtures("two_shops")
def test_the_chosen_shop_holds_on_every_page_and_in_the_search() -> None:
    at = app("zh").run()
    assert [str(metric.value) for metric in at.metric][:2] == ["2 位", "0 位"]
    at.selectbox(key="shop").set_value("乙店").run()
    assert [str(metric.value) for metric in at.metric][0] == "1 位"
    assert "乙店 · 31 位买家" in texts(at)
    at.switch_page("pages/monitor/buyers.py").run()
    assert list(at.dataframe[0].value["buyer"]) == ["乙**乙"]
    at.text_input(key="search").set_value("甲甲").run()
    assert "没有找到" in texts(at)
    at.selectbox(key="shop").select_index(0).run()
    assert "没有找到" not in texts(at)
    assert set(at.dataframe[0].value["shop"]) == {SHOP, "乙店"}
    assert "shop" not in at.query_params


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.usefixtures("two_shops")
def test_the_rows_of_two_shops_say_whose_they_are(language: str) -> None:
    at = opened("pages/monitor/records.py", language, signal="unpaid")
    assert set(at.dataframe[0].value["shop"]) == {SHOP, "乙店"}
    assert not re.findall(rf"\b(?:{CATALOGUES})\.[a-z_.]+", str(at.dataframe[0].proto.columns))
    at.selectbox(key="shop").set_value("乙店").run()
    assert "shop" not in at.dataframe[0].value
    assert len(at.dataframe[0].value) == 8


@pytest.mark.usefixtures("two_shops")
def test_an_address_carries_the_shop_and_the_language() -> None:
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.query_params["shop"] = "乙店"
    at.query_params["lang"] = "zh"
    at.run()
    assert [str(metric.value) for metric in at.metric][0] == "1 位"
    assert at.query_params["shop"] in ("乙店", ["乙店"])
    at.query_params["shop"] = "没有这家店"
    at.run()
    assert not at.exception


@pytest.mark.usefixtures("two_shops")
def test_the_search_finds_a_case_by_its_number(two_shops: Warehouse) -> None:
    number = open_case(Desk.at(two_shops), Opening(SHOP, "hand", "来电"))
    at = app("zh").run()
    at.text_input(key="search").set_value(number).run()
    assert any(number in element.proto.label for element in at.sidebar.get("page_link"))
    at.text_input(key="search").set_value("1999-1234").run()
    assert "没有找到" in texts(at)


@pytest.mark.usefixtures("two_shops")
def test_today_names_candidates_old_and_missing_exports_and_refused_rows() -> None:
    at = app("zh").run()
    found = texts(at)
    for words in (
        "今天有 5 件事",
        "**2 位高风险候选**",
        "**退款**还没有导入",
        "**评价**还没有导入",
        "上次导入是",
        "**3 行**被拒收",
    ):
        assert words in found


@pytest.mark.usefixtures("demo_shop")
def test_no_choice_of_a_shop_where_there_is_one() -> None:
    at = app("en").run()
    assert [box.key for box in at.selectbox if box.key == "shop"] == []


@pytest.mark.usefixtures("demo_shop")
def test_the_filter_comes_from_the_address_and_survives_a_change_of_page() -> None:
    at = app("zh").run()
    at.switch_page("pages/monitor/buyers.py")
    at.query_params["list_tiers"] = ["watch"]
    at.query_params["list_view"] = ["nonsense"]
    at.run()
    assert {tier for tiers in at.dataframe[0].value["tier"] for tier in tiers} == {"▲ 关注"}
    at.number_input(key="list_amount").set_value(10).run()
    many = len(at.dataframe[0].value)
    at.switch_page("pages/today/overview.py").run()
    at.switch_page("pages/monitor/buyers.py").run()
    assert at.number_input(key="list_amount").value == 10
    assert len(at.dataframe[0].value) == many
    assert "watch" in at.query_params["list_tiers"]
    at.text_input(key="list_name").set_value("没有这个人").run()
    assert "没有这个人" not in str(dict(at.query_params))
    at.button(key="clear_filter").click().run()
    assert {tier for tiers in at.dataframe[0].value["tier"] for tier in tiers} == {"◆ 高风险"}


def test_where_nobody_is_listed_the_list_says_so_and_leads_to_everybody(empty_shop: Path) -> None:
    store = Warehouse(empty_shop / "empty.duckdb")
    for number in range(12):
        many = 1 if number < 2 else 4
        put_orders(store, *[{"order_id": f"{number}-{order}", "buyer": f"客{number:02d}"} for order in range(many)])
    judged(store)
    at = app("zh").run()
    at.switch_page("pages/monitor/buyers.py").run()
    assert "名单上还没有买家" in texts(at)
    assert "10 位看过了" in texts(at)
    assert "2 位订单太少" in texts(at)
    at.button(key="see_all").click().run()
    assert len(at.dataframe[0].value) == 12
    at.number_input(key="list_amount").set_value(10).run()
    assert "名单上还没有买家" not in texts(at)
    at.button(key="clear_filter").click().run()
    assert "名单上还没有买家" in texts(at)


def test_where_no_order_names_a_buyer_the_pages_say_what_to_tick(empty_shop: Path) -> None:
    store = Warehouse(empty_shop / "empty.duckdb")
    put_orders(store, *[{"order_id": f"{order}", "buyer": None} | (UNPAID if order else {}) for order in range(3)])
    put(store, "batch", {"batch_id": 1})
    judged(store)
    at = app("zh").run()
    assert not at.exception
    assert "**3 笔订单**认不出买家" in texts(at)
    assert "还没有认得出的买家，没法比。" in texts(at)
    assert "<0.1%" not in texts(at)
    at.switch_page("pages/monitor/buyers.py").run()
    assert "勾选「买家会员名」" in texts(at)
    assert "看过了" not in texts(at)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reviews_without_orders_are_a_shop_already(empty_shop: Path, language: str) -> None:
    store = Warehouse(empty_shop / "empty.duckdb")
    put(store, "batch", {"batch_id": 1, "kind": "reviews"})
    good = [{"review_id": f"{n}", "buyer": f"客{n % 20:02d}"} for n in range(200)]
    bad = [{"review_id": f"b{n}", "buyer": "差评师", "rating": "bad", "order_id": f"o{n}"} for n in range(12)]
    put(
        store,
        "review",
        *(
            {"item_id": f"70{n % 5}", "created_at": NOON + timedelta(days=n % 25)} | row
            for n, row in enumerate(good + bad)
        ),
    )
    judged(store)
    at = app(language).run()
    assert not at.exception
    assert {"zh": "**订单报表**还没有导入", "en": "No **order report** imported yet"}[language] in texts(at)
    for page in ("buyers", "buyer", "prevention", "reviews", "accuracy"):
        at.switch_page(f"pages/monitor/{page}.py").run()
        assert not at.exception, page
        if page == "buyers":
            assert list(at.dataframe[0].value["buyer"]) == [masked_name("差评师")]
            at.selectbox(key="list_period").set_value("d90").run()
            assert not at.exception


def test_a_few_orders_without_a_buyer_are_nothing_to_do(empty_shop: Path) -> None:
    store = Warehouse(empty_shop / "empty.duckdb")
    put_orders(store, *[{"order_id": f"{order}", "buyer": None if order < 2 else "甲"} for order in range(4)])
    put(store, "batch", {"batch_id": 1})
    judged(store)
    assert "认不出买家" not in "".join(str(part.value) for part in app("zh").run().markdown)


@pytest.mark.usefixtures("demo_shop")
@pytest.mark.parametrize(
    ("language", "wrong", "few"),
    [("zh", "100% 减去他的把握", "都不到 {} 次"), ("en", "100 % less the certainty", "fewer than {} chances")],
)
def test_the_overview_explains_its_error_rate_and_leads_to_those_not_judged(
    demo: Warehouse, language: str, wrong: str, few: str
) -> None:
    at = app(language).run()
    assert wrong in texts(at)
    assert few.format(f"{settings.current(demo)['few_trials']:g}") in texts(at)
    assert any("list_tiers=few" in link.proto.query_string for link in at.main.get("page_link"))


@pytest.mark.parametrize(
    ("signal", "said"),
    [("unpaid", "没有买家的拍下未付款明显多于"), ("review", "导入的数据里还没有能看出差评的")],
)
def test_nobody_is_said_to_be_looked_at_for_what_no_file_tells(empty_shop: Path, signal: str, said: str) -> None:
    store = Warehouse(empty_shop / "empty.duckdb")
    put_orders(store, *[{"order_id": f"{order}", "buyer": f"客{order % 9}"} for order in range(40)])
    put(store, "batch", {"batch_id": 1})
    judged(store)
    at = app("zh")
    at.query_params["signal"] = [signal]
    at.run()
    assert not at.exception
    assert said in "".join(part.value for part in at.info)


@pytest.mark.usefixtures("demo_shop")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_funnel_is_the_other_view_of_the_list(language: str) -> None:
    at = app(language).run()
    at.switch_page("pages/monitor/buyers.py")
    at.query_params["list_view"] = ["funnel"]
    at.run()
    assert not at.exception
    assert not at.dataframe
    assert ("99.8%" in texts(at)) and at.selectbox(key="funnel_choose_refund").options


@pytest.mark.usefixtures("demo_shop")
def test_showing_names_leaves_a_buyers_charts_as_they_are_and_names_nobody_else(demo: Warehouse) -> None:
    with demo.cursor() as cursor:
        ref, name = cursor.execute("select ref, buyer from buyer_list where tier = 'high' order by ref").fetchall()[0]
        others = [row[0] for row in cursor.execute("select buyer from buyer_list where ref <> ?", [ref]).fetchall()]
    at = app("zh").run()
    at.switch_page("pages/monitor/buyer.py")
    at.query_params["buyer"] = ref
    at.run()
    masked = [chart.proto.spec for chart in at.get("plotly_chart")]
    assert any("这位买家" in spec for spec in masked)
    at.toggle(key="show_names_switch").set_value(True).run()
    assert name in texts(at)
    shown = [chart.proto.spec for chart in at.get("plotly_chart")]
    assert shown == masked
    assert not any(other in spec for other in others for spec in shown)


@pytest.mark.usefixtures("demo_shop")
def test_the_search_finds_a_buyer_by_an_order_number(demo: Warehouse) -> None:
    with demo.cursor() as cursor:
        order, buyer = cursor.execute("select order_id, buyer from buyer_order order by order_id limit 1").fetchall()[
            0
        ]
    at = app("zh").run()
    at.text_input(key="search").set_value(order).run()
    links = [element.proto.label for element in at.sidebar.get("page_link")]
    assert any(order[-6:] in label and masked_name(buyer)[0] in label for label in links)


def test_an_unknown_buyer_is_told_with_a_way_back(demo_shop: Path) -> None:
    assert demo_shop.exists()
    at = app("en").run()
    at.switch_page("pages/monitor/buyer.py")
    at.query_params["buyer"] = "nobody"
    at.run()
    assert "not in the data" in at.info[0].value
