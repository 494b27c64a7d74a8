"""From an empty shop to a downloaded workbook, in a real Chromium."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as NotYet

from tests.conftest import DEMO_FILES
from warehouse import Warehouse

WAIT_MS = 240_000
TRIES = 9


def click_first_mark(page: Page) -> None:
    """Point at the first mark of the chart and click it, as a person would: again when the chart was still moving."""
    story = page.get_by_role("heading", name="为什么在名单上")
    # the page before had this heading, too: only one that comes back counts
    expect(page.get_by_role("heading", name="总览")).to_be_visible(timeout=WAIT_MS)
    expect(story).to_be_hidden(timeout=WAIT_MS)
    mark = page.locator(".scatterlayer .point").first
    for _ in range(TRIES):
        try:
            mark.hover(force=True)
            page.wait_for_timeout(500)
            mark.click(force=True)
            story.wait_for(timeout=WAIT_MS / TRIES)
            return
        except NotYet:
            page.wait_for_timeout(500)
    raise AssertionError("a click on a mark opens no buyer")


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
    # the list has choices of its own, until the overview is there
    expect(page.get_by_role("heading", name="总览")).to_be_visible(timeout=WAIT_MS)
    expect(page.locator(".st-key-list_sort")).to_be_hidden(timeout=WAIT_MS)
    page.wait_for_timeout(1500)
    # by the keyboard: a click that scrolls the page closes the choices again
    page.get_by_role("combobox").last.focus()
    page.wait_for_timeout(500)
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("heading", name="为什么在名单上")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("买同样商品的其他人，预计").first).to_be_visible()
    expect(page.get_by_text("会不会是我们的问题？")).to_be_visible()
    page.get_by_role("link", name="总览").first.click()
    click_first_mark(page)
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
    page.get_by_placeholder("Buyer, order, case").fill(order)
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


def test_a_bookmark_opens_its_page_as_the_first_thing_after_a_start(browser: Browser, empty_address: str) -> None:
    page = browser.new_context(locale="en-US").new_page()
    page.goto(f"{empty_address}/imports")
    expect(page.get_by_role("heading", name="Import", exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    page.context.close()
