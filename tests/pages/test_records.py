"""From a figure to the rows behind it, and to the story of a product."""

from __future__ import annotations

import pytest

from risk.masking import masked_name
from tests.pages.shown import app, opened, texts
from warehouse import Warehouse

OVERVIEW, PREVENTION = "pages/today/overview.py", "pages/monitor/prevention.py"
RECORDS, PRODUCT, BUYER = "pages/monitor/records.py", "pages/monitor/product.py", "pages/monitor/buyer.py"
PICKED = {"selection": {"rows": [0], "columns": [], "cells": []}}


def one(store: Warehouse, text: str) -> tuple:
    with store.cursor() as cursor:
        return cursor.execute(text).fetchall()[0]


@pytest.mark.parametrize(
    ("page", "table"),
    [(OVERVIEW, "overview_products"), (PREVENTION, "prevention_products"), (PREVENTION, "prevention_stock")],
)
@pytest.mark.usefixtures("store")
def test_a_row_of_a_table_of_products_opens_the_product(page: str, table: str) -> None:
    at = opened(page)
    [title] = [str(each.value["title"].iloc[0]) for each in at.dataframe if each.proto.id.endswith(f"-{table}")]
    at.session_state[table] = PICKED
    at.run()
    assert not at.exception
    assert [each.value for each in at.title] == [title]


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", ("退款率是全店的", "从什么时候开始的？", "是不是某个颜色、尺码的问题？")),
     ("en", ("Refunds: ", "Since when?", "Is it one colour or size?"))],
)  # fmt: skip
def test_a_products_page_says_how_it_compares_why_and_which_kind(
    store: Warehouse, language: str, said: tuple[str, ...]
) -> None:
    ref, rate = one(
        store,
        "select product_ref(shop, product), hits / trials from product_risk where signal = 'refund' and trials > 50 "
        "order by 2 desc limit 1",
    )
    at = opened(PRODUCT, language, product=ref)
    assert [part for part in said if part not in texts(at)] == []
    [metric] = [each.value for each in at.metric if each.label.startswith(("退款率", "Refund rate"))]
    # the listed buyers' part is left out
    assert float(metric.rstrip("%")) == pytest.approx(100 * rate, abs=4)
    reasons = next(each.value for each in at.dataframe if "listed" in each.value)
    found = next(each.value for each in at.dataframe if "counted" in each.value)
    assert len(found) == 12
    assert set(found["said"]) <= set(reasons["reason"])
    assert "title" not in found


@pytest.mark.usefixtures("store")
def test_a_product_that_is_gone_is_said_to_be() -> None:
    at = opened(PRODUCT, product="000000000000")
    assert "没有找到这件商品" in at.info[0].value


def test_the_records_of_a_week_are_those_of_its_column(store: Warehouse) -> None:
    week, many = one(
        store,
        "select date_trunc('week', \"at\")::date, count(*) from trial semi join listed_buyer using (shop, buyer) "
        "where signal = 'refund' and is_hit group by 1 order by 2 desc limit 1",
    )
    at = opened(RECORDS, signal="refund", records_period=f"w{week}", records_whose="listed")
    assert f"退款 {many} 次" in texts(at)
    table = at.dataframe[0].value
    assert len(table) == min(many, 12)
    assert all(str(name).startswith(("◆ ", "▲ ")) for name in table["buyer"])
    assert [day for day in table["at"] if not 0 <= (day.date() - week).days < 7] == []


def test_a_record_opens_its_buyer_and_masks_the_name(store: Warehouse) -> None:
    at = opened(RECORDS, signal="refund", records_whose="listed")
    shown = str(at.dataframe[0].value["buyer"].iloc[0])
    [key] = [each.proto.id.split("-", 3)[-1] for each in at.dataframe]
    at.session_state[key[key.index("records_") :]] = PICKED
    at.run()
    assert not at.exception
    with store.cursor() as cursor:
        names = {masked_name(name) for (name,) in cursor.execute("select buyer from listed_buyer").fetchall()}
    assert shown[2:] in names
    assert shown[2:].replace("*", r"\*").replace("_", r"\_") in at.title[0].value


@pytest.mark.usefixtures("store")
def test_a_week_that_is_gone_falls_back_to_any_time() -> None:
    at = opened(RECORDS, signal="refund", records_period="w1999-01-04")
    assert at.selectbox[0].value == "all"
    assert len(at.dataframe[0].value) == 12


@pytest.mark.parametrize(("language", "label"), [("zh", "看"), ("en", "See ")])
def test_a_buyers_doubts_lead_to_the_product_they_name(store: Warehouse, language: str, label: str) -> None:
    with store.cursor() as cursor:
        refs = cursor.execute("select ref from buyer_list where tier = 'high' and signals like '%refund%'").fetchall()
    pages = [opened(BUYER, language, buyer=ref) for (ref,) in refs[:4]]
    links = [
        (link.proto.label, link.proto.query_string)
        for at in pages
        for link in at.get("page_link")
        if link.proto.page.endswith("product")
    ]
    assert links
    assert all(label in text and query.startswith("product=") for text, query in links)


def test_the_search_finds_a_product(store: Warehouse) -> None:
    title, ref = one(store, "select title, product_ref(shop, product) from product_risk order by trials desc limit 1")
    at = app("zh").run()
    at.text_input(key="search").set_value(title[2:]).run()
    found = [link.proto.query_string for link in at.get("page_link") if link.proto.page.endswith("product")]
    assert f"product={ref}" in found
