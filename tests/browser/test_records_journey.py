"""A figure is pressed, and what stands behind it is shown: a week of the chart, a product, a buyer."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.case_page import settled
from warehouse import Warehouse


def test_a_week_that_is_pressed_shows_its_rows(browser: Browser, demo_address: str) -> None:
    page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 1000})
    # a column stands for everybody's rows, whoever's were looked at last
    page.goto(f"{demo_address}/records?records_whose=listed")
    settled(page)
    page.get_by_role("link", name="总览").click()
    column = page.locator(".st-key-weekly .panel").nth(1).locator(".column").nth(-3)
    said = column.get_attribute("title") or ""
    date, many = re.findall(r"([\d-]+) 起一周：(\d+) 次", said)[0]
    column.click()
    expect(page.get_by_role("heading", name="记录")).to_be_visible()
    settled(page)
    expect(page.get_by_text(re.compile(f"退款 {many} 次"))).to_be_visible()
    assert f"records_period=w{date}" in page.url
    page.close()


def test_a_week_of_a_product_becomes_the_time_of_its_rows(
    browser: Browser, demo_address: str, demo: Warehouse
) -> None:
    with demo.cursor() as cursor:
        title, ref = cursor.execute(
            "select title, product_ref(shop, product) from product_risk where signal = 'refund' order by hits desc"
        ).fetchall()[0]
    page = browser.new_page(locale="en-US", viewport={"width": 1440, "height": 1000})
    page.goto(f"{demo_address}/product?product={ref}")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    settled(page)
    column = page.locator(".st-key-weekly .panel").nth(2).locator(".pressable").last
    date, many = re.findall(r"[Ww]eek (?:from|of) ([\d-]+): (\d+)", column.get_attribute("title") or "")[0]
    column.click()
    settled(page)
    expect(page.get_by_text(re.compile(f"Bad reviews: {many}, the latest first"))).to_be_visible()
    expect(page.get_by_role("combobox", name="When")).to_have_value(f"Week from {date}")
    page.close()


def test_a_row_leads_to_its_buyer(browser: Browser, demo_address: str) -> None:
    page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 1000})
    page.goto(f"{demo_address}/records?signal=review&records_whose=listed")
    settled(page)
    table = page.get_by_test_id("stDataFrame").first
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + 55)
    expect(page.get_by_text("为什么在名单上")).to_be_visible()
    page.close()
