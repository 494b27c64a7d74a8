"""A listed buyer is looked at, dismissed as normal with a reason, found among the dismissed, and taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.case_page import WAIT_MS, settled
from tests.browser.conftest import dashboard
from warehouse import Warehouse


def test_dismiss_a_buyer_and_take_it_back(browser: Browser, demo_path: Path, tmp_path: Path) -> None:
    database = tmp_path / "shop.duckdb"
    shutil.copy(demo_path, database)
    with Warehouse(database).cursor() as cursor:
        ref = cursor.execute("select ref from buyer_list where tier = 'high' order by buyer limit 1").fetchall()[0][0]
        many = cursor.execute("select count(*) from buyer_list where tier <> 'none'").fetchall()[0][0]
    with dashboard(database) as address:
        page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 1200}).new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{address}/buyer?buyer={ref}")
        expect(page.get_by_role("heading", name="您核实的结果")).to_be_visible()
        settled(page)
        expect(page.get_by_role("button", name="正常，不用管")).to_be_disabled()
        reason = page.get_by_role("combobox", name="原因")
        reason.focus()
        page.keyboard.type("小区团长，替邻居下单")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="正常，不用管").click()
        expect(page.get_by_text("小区团长，替邻居下单").first).to_be_visible()
        expect(page.get_by_role("button", name="收回")).to_be_visible()
        page.goto(f"{address}/buyers")
        expect(page.get_by_text(f"{many - 1} 位 · 把握从高到低")).to_be_visible()
        page.goto(f"{address}/buyers?list_decisions=dismissed")
        expect(page.get_by_text("1 位 · 把握从高到低")).to_be_visible()
        page.goto(f"{address}/buyer?buyer={ref}")
        page.get_by_role("button", name="收回").click()
        expect(page.get_by_text("还没有核实")).to_be_visible()
        page.goto(f"{address}/buyers")
        expect(page.get_by_text(f"{many} 位 · 把握从高到低")).to_be_visible()
        page.context.close()
