"""From an empty shop to a downloaded workbook, in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import pipeline
from tests.browser.conftest import dashboard
from tests.conftest import DEMO_FILES
from tests.shops import export, orders
from warehouse import Warehouse

WAIT_MS = 240_000


def lines_drawn(page: Page) -> Locator:
    """The overview's buyers, one line each, when the page is there."""
    expect(page.get_by_role("heading", name="总览")).to_be_visible(timeout=WAIT_MS)
    # the list has choices of its own, until the overview is there
    expect(page.locator(".st-key-list_sort")).to_be_hidden(timeout=WAIT_MS)
    lines = page.get_by_role("button", name="打开档案")
    expect(lines.first).to_be_visible(timeout=WAIT_MS)
    return lines


def test_upload_then_list_then_buyer_then_workbook(browser: Browser, empty_address: str, tmp_path: Path) -> None:
    bad = tmp_path / "对账单.csv"
    bad.write_text("买家会员名,订单状态,总金额\n甲,交易成功,1\n", "utf-8")
    page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 1000}).new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(empty_address)
    expect(page.get_by_role("heading", name="欢迎使用火眼")).to_be_visible(timeout=WAIT_MS)
    page.locator("input[type=file]").set_input_files([*map(str, DEMO_FILES), str(bad)])
    expect(page.get_by_text("对账单.csv 还不能导入")).to_be_visible(timeout=WAIT_MS)
    page.get_by_role("button", name="导入 4 个文件").click()
    expect(page.get_by_text("正在导入").first).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("名单已重算").first).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("对账单.csv 还不能导入")).to_be_visible()
    page.get_by_role("link", name="风险买家").first.click()
    expect(page.get_by_role("heading", name="风险买家")).to_be_visible(timeout=WAIT_MS)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="下载名单").click()
    target = tmp_path / "list.xlsx"
    downloading.value.save_as(target)
    page.get_by_role("link", name="总览").first.click()
    lines_drawn(page).first.click()
    expect(page.get_by_role("heading", name="为什么在名单上")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("买同样商品的其他人，预计").first).to_be_visible()
    expect(page.get_by_text("会不会是我们的问题？")).to_be_visible()
    page.get_by_role("link", name="总览").first.click()
    line = lines_drawn(page).nth(1)
    name = line.locator(".name").inner_text()
    line.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=WAIT_MS)
    page.context.close()
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["名单", "名单背后的订单", "怎么看"]
    listed, orders, guide = book.worksheets
    assert listed.freeze_panes == "C2"
    assert listed.max_row > 10
    assert "**" in str(listed["B2"].value)
    ids = [cell.value for cell in orders["B"][1:]]
    assert all(isinstance(value, str) and value.isdigit() and len(value) > 15 for value in ids)
    assert "候选" in str(guide["A1"].value)


def test_links_languages_and_the_search(browser: Browser, demo_address: str, demo: Warehouse) -> None:
    with demo.cursor() as cursor:
        order, ref = cursor.execute(
            "select o.order_id, l.ref from buyer_order as o join buyer_list as l using (shop, buyer) "
            "where l.tier = 'high' order by l.buyer, o.order_id limit 1"
        ).fetchall()[0]
        watched = cursor.execute("select count(*) from buyer_list where tier = 'watch'").fetchall()[0][0]
    page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 1000}).new_page()
    page.set_default_timeout(WAIT_MS)
    # a link to a filtered list holds after a reload
    page.goto(f"{demo_address}/buyers?list_tiers=watch")
    for _ in range(2):
        expect(page.get_by_text(f"{watched} 位 · 把握从高到低")).to_be_visible(timeout=WAIT_MS)
        page.reload()
    # the other language, and the words of the page with it
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("heading", name="Buyers at risk")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("most certain first").first).to_be_visible(timeout=WAIT_MS)
    # an order's number leads to its buyer, whose name is in no address
    page.get_by_placeholder("Buyer, order, product").fill(order)
    page.get_by_role("link", name=f"…{order[-6:]}").click()
    expect(page.get_by_role("heading", name="Why on the list")).to_be_visible(timeout=WAIT_MS)
    assert f"buyer={ref}" in page.url
    # the language that was chosen outlives a reload
    page.reload()
    expect(page.get_by_role("heading", name="Why on the list")).to_be_visible(timeout=WAIT_MS)
    # and back again as the browser does it
    page.go_back()
    expect(page.get_by_role("heading", name="Buyers at risk")).to_be_visible(timeout=WAIT_MS)
    page.context.close()


def test_a_name_that_looks_like_markup_is_shown_letter_by_letter(browser: Browser, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>"
    rows = [row for row in orders(400) if row["订单付款时间"]]
    unpaid = [
        row | {"买家会员名": name, "订单状态": "交易关闭", "订单付款时间": "", "订单编号": f"9{place:018d}"}
        for place, row in enumerate(orders(9))
    ]
    database = Warehouse(tmp_path / "x.duckdb")
    pipeline.run(database, [export(tmp_path, "orders.csv", rows + unpaid)])
    with dashboard(tmp_path / "x.duckdb") as address:
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(address)
        page.get_by_text("拍下未付款", exact=True).first.click()
        page.get_by_text("显示买家全名").click()
        expect(page.get_by_role("button", name=f"{name}：9 次机会里 9 次")).to_be_visible()
        expect(page.locator(".beyond .name")).to_have_text(name)
        page.context.close()


def test_a_bookmark_opens_its_page_as_the_first_thing_after_a_start(browser: Browser, empty_address: str) -> None:
    page = browser.new_context(locale="en-US").new_page()
    page.goto(f"{empty_address}/imports")
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("moment", [0, 100, 300])
def test_a_page_on_its_way_when_the_system_goes_dark_is_drawn_for_the_dark(
    browser: Browser, demo_address: str, moment: int
) -> None:
    page = browser.new_context(locale="zh-CN", color_scheme="light").new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(demo_address)
    # Streamlit itself misses what comes while its frame is put up; by the menu it listens, and the page is on its way
    page.wait_for_selector("[data-testid=stSidebar] [data-testid=stPageLink]")
    page.wait_for_timeout(moment)
    page.emulate_media(color_scheme="dark")
    column = page.locator(".columns .listed").first
    expect(column).to_have_css("background-color", "rgb(147, 181, 247)", timeout=WAIT_MS)
    page.context.close()


def test_what_is_drawn_follows_the_system_from_light_to_dark(browser: Browser, demo_address: str) -> None:
    page = browser.new_context(locale="zh-CN", color_scheme="light").new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(demo_address)
    column = page.locator(".columns .listed").first
    expect(column).to_have_css("background-color", "rgb(39, 80, 155)", timeout=WAIT_MS)
    page.emulate_media(color_scheme="dark")
    expect(column).to_have_css("background-color", "rgb(147, 181, 247)", timeout=WAIT_MS)
    expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", "rgb(17, 22, 28)", timeout=WAIT_MS)
    page.emulate_media(color_scheme="light")
    expect(column).to_have_css("background-color", "rgb(39, 80, 155)", timeout=WAIT_MS)
    page.context.close()
