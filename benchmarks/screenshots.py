"""Pictures of the real pages: python -m benchmarks.screenshots [FOLDER [PAGE …]] [--all | --empty].

Writes those of the demo shop that the READMEs show to docs/; with --all every page, or the pages that are named, in
both languages, themes and widths, with --empty those of a shop without data.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path
from typing import Literal

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

import pipeline
from benchmarks.served import served
from complaints.cases import Opening, Subject, open_case
from complaints.desk import Desk
from complaints.facts import gather
from tests.browser.chromium import FLAGS, found
from ui.demo import demo_files
from warehouse import ROOT, Warehouse

PAGES = {
    "overview": "", "buyers": "buyers", "buyer": "buyer?buyer={buyer}", "funnel": "buyers?list_view=funnel",
    "product": "product?product={product}", "records": "records",
    "reviews": "reviews", "prevention": "prevention", "accuracy": "accuracy", "cases": "cases",
    "case": "case?case={case}", "new_case": "new_case?buyer={buyer}", "rules": "rules",
    "lists": "lists", "outcomes": "outcomes", "imports": "imports", "settings": "settings", "backup": "backup",
}  # fmt: skip
README_PAGES = ("overview", "buyers", "buyer")
# what stands in for something that is still being drawn
UNFINISHED = "[data-testid=stSkeleton], [data-testid=stStatusWidget]"
SETTLE_MS = 1200


def main() -> None:
    """Start the dashboard on the demo shop, or with --empty on none, and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screenshots")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs")
    parser.add_argument("pages", nargs="*", help=f"of {', '.join(PAGES)}")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--empty", action="store_true")
    options = parser.parse_args()
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "demo.duckdb"
        refs = {} if options.empty else demo_shop(Warehouse(database), Path(scratch))
        looks: list[tuple[Literal["light", "dark"], int]] = [("light", 1440)]
        names = list(README_PAGES)
        if options.all or options.pages or not refs:
            looks = [("light", 1440), ("light", 390), ("dark", 1440), ("dark", 390)]
            names = options.pages or [name for name, path in PAGES.items() if refs or "{" not in path]
        with served(ROOT / "dashboard.py", database) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found(), args=FLAGS)
            for language, locale in (("zh", "zh-CN"), ("en", "en-US")):
                for theme, width in looks:
                    context = browser.new_context(
                        locale=locale, color_scheme=theme, viewport={"width": width, "height": 900}
                    )
                    for name in names:
                        suffix = f"-{theme}-{width}" if len(looks) > 1 else ""
                        address = f"{server.address}/{PAGES[name].format_map(refs)}"
                        take(context, address, folder / f"{name}-{language}{suffix}.png")
                    context.close()
            browser.close()


def demo_shop(store: Warehouse, scratch: Path) -> dict[str, str]:
    """Import it and open a case; what the pages of one buyer, one product and one case are addressed by."""
    pipeline.run(store, demo_files(date.today(), scratch))
    with store.cursor() as cursor:
        product = cursor.execute(
            "select product_ref(shop, product) from product_risk where signal = 'refund' order by hits desc, product"
        ).fetchall()[0][0]
        shop, buyer, ref = cursor.execute(
            "select shop, buyer, ref from buyer_list where tier = 'high' and signals like 'refund%' "
            "order by certainty desc, buyer"
        ).fetchall()[0]
    desk = Desk.at(store)
    hits = desk.rows("candidates", shop=shop, buyers=[buyer])
    subjects = [
        Subject(hit["kind"], hit["ref_id"], hit["order_id"], buyer) for hit in hits if hit["signal"] == "refund"
    ]
    opening = Opening(shop, "buyer", "异常退款", buyer, "refund", "false_tracking", subjects)
    case_id = open_case(desk, opening)
    gather(desk, case_id)
    return {"buyer": ref, "product": product, "case": case_id}


def take(context: BrowserContext, address: str, picture: Path) -> None:
    """The whole page as one picture, once nothing on it is still being drawn."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("h1", timeout=60_000)
    settle(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    size = page.viewport_size or {"width": 1440, "height": 900}
    page.set_viewport_size({"width": size["width"], "height": min(int(height), 6000)})
    # the taller window draws what had been out of sight
    settle(page)
    page.screenshot(path=picture)
    page.close()


def settle(page: Page) -> None:
    """Until the page stands still."""
    page.wait_for_timeout(SETTLE_MS)
    expect(page.locator(UNFINISHED)).to_have_count(0, timeout=60_000)


if __name__ == "__main__":
    main()
