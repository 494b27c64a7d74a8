"""axe, the rules that screen readers and contrast need, on every page of the menu in both themes."""

from __future__ import annotations

import ast
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from warehouse import ROOT, Warehouse

WAIT_MS = 90_000
SERIOUS = ("serious", "critical")


def menu_pages() -> list[str]:
    """Addresses of the pages in dashboard.MENU, read from its text: importing it would draw it."""
    tree = ast.parse((ROOT / "dashboard.py").read_text("utf-8"))
    menu = next(
        node.value for node in tree.body if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "MENU"
    )
    assert menu is not None
    return [name for section in ast.literal_eval(menu).values() for name, _, _ in section]


def addresses(demo: Warehouse) -> list[str]:
    """Every page of the menu, the funnel, one buyer, one product, and the rows behind the figures."""
    with demo.cursor() as cursor:
        product = cursor.execute("select product_ref(shop, product) from product_number order by number").fetchall()[
            0
        ][0]
        ref = cursor.execute("select ref from buyer_list where tier = 'high' order by buyer limit 1").fetchall()[0][0]
    return [*menu_pages(), "buyers?list_view=funnel", f"buyer?buyer={ref}", f"product?product={product}", "records"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_fault(
    theme: Literal["light", "dark"], browser: Browser, demo_address: str, demo: Warehouse
) -> None:
    context = browser.new_context(locale="zh-CN", color_scheme=theme, viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    faults = []
    for path in addresses(demo):
        page.goto(f"{demo_address}/{path}")
        expect(page.locator("h1").first).to_be_visible(timeout=WAIT_MS)
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=WAIT_MS)
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=WAIT_MS)
        page.wait_for_timeout(500)
        for fault in Axe().run(page).response["violations"]:
            if fault["impact"] in SERIOUS:
                faults += [f"{path} {fault['id']}: {node['html'][:160]}" for node in fault["nodes"]]
    context.close()
    assert not faults, "\n".join(faults)
