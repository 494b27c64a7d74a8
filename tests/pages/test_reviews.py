"""The reviews page: words marked, filtered, with or without a complaint type, and the way to the buyer."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from complaints.cases import all_cases
from complaints.desk import Desk
from tests.pages.shown import app, texts
from tests.risk.rows import SHOP, judged, put, put_orders
from warehouse import Warehouse, warehouse_at

PAGE = "pages/monitor/reviews.py"
REVIEWS = {
    "gain": "不给我转200红包就全部差评",
    "insult": "卖家是骗子 <script>",
    "leak": "店家电话13812345678",
    "honest": "杯子碎了，不退款就差评",
}


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve bad reviews, four of them with something in them."""
    path = tmp_path_factory.mktemp("reviews") / "shop.duckdb"
    store = Warehouse(path)
    put(store, "batch", {})
    put_orders(store, *({"order_id": f"o{n}", "buyer": f"小店客人{n}"} for n in range(4)))
    put(
        store,
        "review",
        *(
            {"review_id": name, "order_id": f"o{n}", "rating": "bad", "text": text}
            for n, (name, text) in enumerate(REVIEWS.items())
        ),
        *({"review_id": f"plain{n}", "order_id": "o3", "rating": "bad", "text": f"一般 {n}"} for n in range(8)),
    )
    judged(store)
    return path


def opened(path: Path, monkeypatch: pytest.MonkeyPatch, language: str = "zh") -> AppTest:
    monkeypatch.setenv("HUOYAN_DATABASE", str(path))
    at = app(language).run()
    at.switch_page(PAGE).run()
    assert not at.exception
    return at


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_draws_in_both_languages_and_pages(reviewed: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    at = opened(reviewed, monkeypatch, language)
    found = texts(at)
    assert not re.findall(r"\b(?:ui|reviews|words|rules)\.[a-z_]+", found)
    assert ("12 条" in found) if language == "zh" else ("12: marked ones first" in found)


def test_words_are_marked_and_the_complaint_type_is_named(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(reviewed, monkeypatch)
    at.pills(key="reviews_findings").set_value(["extortion"]).run()
    found = texts(at)
    assert ":red-background[" in found
    assert "要求、威胁、好处三样都有" in found
    assert "有投诉类型：异常评价 → 利用中差评" in found
    assert "杯子碎了" not in found


def test_an_honest_review_has_no_type_and_shows_the_road(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(reviewed, monkeypatch)
    at.text_input(key="reviews_name").set_value("杯子碎了").run()
    found = texts(at)
    assert "没有投诉类型：先沟通，或写评价解释" in found
    assert "有投诉类型：异常评价" not in found.replace("没有投诉类型", "")


def test_a_review_leads_to_its_product(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(reviewed, monkeypatch)
    ways = {link.proto.query_string for link in at.get("page_link") if link.proto.page.endswith("product")}
    [(_, ref)] = [way.split("=") for way in ways]  # of all reviews the same
    at.query_params["product"] = ref
    at.switch_page("pages/monitor/product.py").run()
    assert not at.exception and at.title[0].value == "茶杯"


def test_personal_data_and_markup_in_a_review_are_not_let_through(
    reviewed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(reviewed, monkeypatch)
    at.pills(key="reviews_findings").set_value(["leak", "insult"]).run()
    found = texts(at)
    assert "13812345678" not in found
    assert "<script>" not in found
    at.toggle(key="show_names_switch").set_value(True).run()
    assert "13812345678" in texts(at)


def test_a_case_is_opened_from_a_review_with_its_kind_scene_and_facts(
    reviewed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.duckdb"
    with warehouse_at(reviewed).closed():
        shutil.copy(reviewed, path)
    at = opened(path, monkeypatch)
    at.pills(key="reviews_findings").set_value(["extortion"]).run()
    at.button(key=f"review_case_{SHOP}_gain").click().run()
    assert not at.exception
    desk = Desk.at(warehouse_at(path))
    [case] = all_cases(desk)
    assert (case["violation"], case["scene"], case["buyer"]) == ("review", "gain", "小店客人0")
    assert "不给我转200红包就全部差评" in {fact["text"] for fact in desk.rows("facts", case_ids=[case["case_id"]])}
    assert case["case_id"] in texts(at)


def test_an_honest_review_opens_no_case(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(reviewed, monkeypatch)
    at.text_input(key="reviews_name").set_value("杯子碎了").run()
    assert not [button for button in at.button if str(button.key).startswith("review_case_")]


def test_no_match_offers_to_clear(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(reviewed, monkeypatch)
    at.text_input(key="reviews_name").set_value("没有这句话").run()
    assert "没有符合这些条件的评价" in at.info[0].value
    at.button(key="reviews_clear").click().run()
    assert "12 条" in texts(at)


def test_a_shop_without_reviews_says_which_file_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Warehouse(tmp_path / "shop.duckdb")
    put_orders(store, {"order_id": "1"})
    at = opened(tmp_path / "shop.duckdb", monkeypatch)
    assert "还没有导入评价" in at.info[0].value
