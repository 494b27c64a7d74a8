"""Another threshold is tried, kept, and the list is another, in a real Chromium."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import dashboard
from warehouse import Warehouse

WAIT_MS = 120_000


def test_try_a_threshold_then_keep_it(browser: Browser, demo_path: Path, tmp_path: Path) -> None:
    database = tmp_path / "shop.duckdb"
    shutil.copy(demo_path, database)
    with dashboard(database) as address:
        page = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 1000}).new_page()
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{address}/settings")
        for name, change in (("high", "3 → 9"), ("watch", "2 → 9")):
            field = page.locator(f".st-key-setting_{name}_observed input")
            field.fill("9")
            field.press("Enter")
            expect(page.get_by_text(change)).to_be_visible(timeout=WAIT_MS)
        page.get_by_role("button", name="Try it first").click()
        expect(page.get_by_role("heading", name="What it would do")).to_be_visible(timeout=WAIT_MS)
        says = page.get_by_text(re.compile(r"would fall off, \d+ more")).inner_text()
        fall_off = int(re.findall(r"\d+", says)[1])
        assert fall_off > 0
        page.get_by_role("button", name="Save and judge anew").click()
        expect(page.get_by_text("Saved; the list has been judged anew.")).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_text("No setting has been changed yet.")).to_be_hidden()
        page.goto(f"{address}/buyers")
        left = listed(demo_path) - fall_off
        expect(page.get_by_text(f"{left} · most certain first")).to_be_visible(timeout=WAIT_MS)
        page.context.close()


def listed(database: Path) -> int:
    with Warehouse(database).cursor() as cursor:
        return int(cursor.execute("select count(*) from buyer_summary where tier <> 'none'").fetchall()[0][0])
