"""Every page through dashboard.py, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import jobs
import warehouse
from risk.masking import masked_name
from warehouse import ROOT, Warehouse

PAGES = ["pages/today/overview.py", "pages/monitor/buyers.py", "pages/monitor/buyer.py", "pages/data/imports.py"]


def app(language: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    at.session_state["language"] = language
    return at


def texts(at: AppTest) -> str:
    parts = [*at.title, *at.header, *at.subheader, *at.caption, *at.markdown, *at.info, *at.warning, *at.success]
    return "\n".join(str(part.value) for part in parts)


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
    assert not re.findall(r"\b(?:ui|words|etl|risk|list|imports)\.[a-z_]+", found)
    assert ("千牛" in found or "买家" in found) or language == "en"


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
    assert "没有这个人" in at.info[0].value


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
