"""The rule guide as an owner uses it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from complaints import rulebook
from complaints.rulebook import KINDS
from tests.pages.shown import app, texts
from warehouse import warehouse_at

PAGE = "pages/complaints/rules.py"
WINDOW = "review.windows.created.length"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "shop.duckdb"
    monkeypatch.setenv("HUOYAN_DATABASE", str(path))
    return path


def guide(language: str = "zh") -> AppTest:
    at = app(language).run()
    at.switch_page(PAGE).run()
    assert not at.exception
    return at


@pytest.mark.usefixtures("shop")
def test_it_says_that_the_platforms_page_decides_and_gives_the_window() -> None:
    found = texts(guide())
    assert "以千牛页面展示为准" in found
    assert "一个例子" in found
    assert "1\\. " not in found
    assert "**30 天**　评价产生后多久内可投诉" in found
    assert "**真实的差评" not in found
    assert "✓ 有投诉类型" in found


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_is_drawn_in_both_languages_without_missing_words(language: str) -> None:
    at = guide(language)
    for kind in KINDS:
        at.pills(key="rules_kind").set_value(kind).run()
        assert not at.exception
        found = texts(at)
        assert not re.findall(r"\b(?:ui|words|rules|tone)\.[a-z_]+\.?[a-z_]*\b", found), kind
        has_type = rulebook.load().kinds[kind].complaint.value
        no_type = "✕ 没有专门的投诉类型" if language == "zh" else "✕ no complaint type of its own"
        assert (no_type in found) or has_type, kind


@pytest.mark.usefixtures("shop")
def test_a_kind_without_a_type_shows_the_road_and_no_entry() -> None:
    at = guide()
    at.pills(key="rules_kind").set_value("harassment").run()
    found = texts(at)
    assert "没有投诉类型，走这些路" in found
    assert "举证号" in found
    assert "恶意行为投诉；" not in found


@pytest.mark.usefixtures("shop")
def test_a_link_opens_the_kind_it_names() -> None:
    at = app("zh")
    at.query_params["kind"] = "refund"
    at.run()
    at.switch_page(PAGE)
    at.query_params["kind"] = "refund"
    at.run()
    assert "**60 天**　退款发起后多久内可投诉" in texts(at)


@pytest.mark.usefixtures("shop")
def test_sources_come_on_demand() -> None:
    at = guide()
    assert "duofake.com" not in texts(at)
    at.toggle(key="rules_sources").set_value(True).run()
    found = texts(at)
    assert "duofake" in found
    assert "2023-06-29" in found
    assert "可信度 高" in found


def test_the_owner_corrects_a_value_sees_it_marked_and_takes_it_back(shop: Path) -> None:
    at = guide()
    at.selectbox(key="rules_which_review").set_value(WINDOW).run()
    at.number_input(key=f"rules_value_{WINDOW}").set_value(15)
    at.text_input(key=f"rules_note_{WINDOW}").set_value("千牛 <b>页面</b>")
    at.button(key="rules_save").click().run()
    assert not at.exception
    found = texts(at)
    assert "**15 天**　评价产生后多久内可投诉 :orange-badge[✎ 您已更正]" in found
    assert "火眼原来写的是：30 天" in found
    assert "<b>" not in found
    assert rulebook.read(warehouse_at(shop)).rules[WINDOW].value == 15
    at.pills(key="rules_kind").set_value("order").run()
    assert "恶意评价 · 期限：评价产生后多久内可投诉  \n**15 天** :small[:gray[原来：30 天]]" in texts(at)
    at.pills(key="rules_kind").set_value("review").run()
    at.button(key=f"rules_back_{WINDOW}").click().run()
    assert "**30 天**　评价产生后多久内可投诉" in texts(at)
    assert "✎ 您已更正" not in texts(at)


@pytest.mark.usefixtures("shop")
def test_an_empty_sentence_becomes_unknown_and_a_yes_becomes_no() -> None:
    at = guide()
    at.selectbox(key="rules_which_review").set_value("review.complaint").run()
    at.segmented_control(key="rules_value_review.complaint").set_value("no")
    at.button(key="rules_save").click().run()
    assert "✕ 没有专门的投诉类型" in texts(at)


@pytest.mark.usefixtures("shop")
def test_a_text_is_checked_for_its_tone() -> None:
    at = guide()
    at.text_area(key="rules_tone").set_value("买家肯定是[骗子]，他说「等着瞧」").run()
    found = texts(at)
    assert "标出 3 处" in found
    assert ":orange-background[骗子] 骂人的话" in found
    assert ":gray-background[等着瞧] 威胁" in found
    assert "GBK 32 字节" in found
    at.text_area(key="rules_tone").set_value("买家拍下 3 笔，均未付款。").run()
    assert "没有发现需要改的词" in texts(at)
