"""From an empty shop to a downloaded workbook, in a real Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Error as NotYet
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, found
from tests.conftest import DEMO_FILES
from warehouse import ROOT

WAIT_MS = 90_000
TRIES = 9


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A dashboard on an empty database."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port),
         "--server.headless", "true"],
        cwd=ROOT, env=os.environ | {"HUOYAN_DATABASE": str(tmp_path / "x.duckdb")},
    )  # fmt: skip
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.5)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


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


def test_upload_then_list_then_buyer_then_workbook(address: str, tmp_path: Path) -> None:
    bad = tmp_path / "对账单.csv"
    bad.write_text("买家会员名,订单状态,总金额\n甲,交易成功,1\n", "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=FLAGS)
        page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 1000}).new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(address)
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
            page.get_by_role("button", name="下载名单（xlsx）").click()
        target = tmp_path / "list.xlsx"
        downloading.value.save_as(target)
        page.get_by_role("link", name="总览").first.click()
        page.get_by_role("combobox").last.click()
        page.get_by_role("option").first.click()
        expect(page.get_by_role("heading", name="为什么在名单上")).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_text("买同样商品的其他人，预计").first).to_be_visible()
        expect(page.get_by_text("会不会是我们的问题？")).to_be_visible()
        page.get_by_role("link", name="总览").first.click()
        click_first_mark(page)
        browser.close()
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["名单", "名单背后的订单", "怎么看"]
    listed, orders, guide = book.worksheets
    assert listed.freeze_panes == "C2"
    assert listed.max_row > 10
    assert "**" in str(listed["B2"].value)
    ids = [cell.value for cell in orders["B"][1:]]
    assert all(isinstance(value, str) and value.isdigit() and len(value) > 15 for value in ids)
    assert "候选" in str(guide["A1"].value)
