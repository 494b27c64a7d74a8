"""Pictures of the real pages with the demo shop: python -m benchmarks.screenshots [FOLDER] [--all].

Writes those that the READMEs show to docs/; with --all every page in both languages, themes and widths.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, expect, sync_playwright

import pipeline
from benchmarks.served import served
from etl.intake import Source
from tests.browser.chromium import FLAGS, found
from warehouse import ROOT, Warehouse

PAGES = {
    "overview": "", "buyers": "buyers", "buyer": "buyer?buyer=", "funnel": "buyers?list_view=funnel",
    "imports": "imports", "settings": "settings", "accuracy": "accuracy",
}  # fmt: skip
README_PAGES = ("overview", "buyers", "buyer")
# what stands in for something that is still being drawn
UNFINISHED = "[data-testid=stSkeleton], [data-testid=stStatusWidget]"
SETTLE_MS = 1200


def main() -> None:
    """Start the dashboard on the demo shop and take the pictures."""
    options = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    folder = Path(options[0]) if options else ROOT / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "demo.duckdb"
        store = Warehouse(database)
        files = sorted((ROOT / "data" / "demo").iterdir())
        pipeline.run(store, [Source(file.name, file) for file in files])
        with store.cursor() as cursor:
            ref = cursor.execute(
                "select ref from buyer_list where tier = 'high' and signals like 'refund%' "
                "order by certainty desc, buyer"
            ).fetchall()[0][0]
        with served(ROOT / "dashboard.py", database) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found(), args=FLAGS)
            take(browser, server.address, folder, ref, "--all" in sys.argv)
            browser.close()


def take(browser: Browser, address: str, folder: Path, ref: str, everything: bool) -> None:
    """The pictures."""
    themes: list[Literal["light", "dark"]] = ["light", "dark"] if everything else ["light"]
    widths = (1440, 390) if everything else (1440,)
    for language, locale in (("zh", "zh-CN"), ("en", "en-US")):
        for theme in themes:
            for width in widths:
                context = browser.new_context(
                    locale=locale, color_scheme=theme, viewport={"width": width, "height": 900}
                )
                for name, path in PAGES.items():
                    if name not in README_PAGES and not everything:
                        continue
                    page = context.new_page()
                    page.goto(f"{address}/{path}{ref if path.endswith('=') else ''}")
                    page.wait_for_selector("h1", timeout=60_000)
                    page.wait_for_timeout(SETTLE_MS)
                    expect(page.locator(UNFINISHED)).to_have_count(0, timeout=60_000)
                    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                    page.set_viewport_size({"width": width, "height": min(int(height), 4000)})
                    # the taller window draws what had been out of sight
                    page.wait_for_timeout(SETTLE_MS)
                    expect(page.locator(UNFINISHED)).to_have_count(0, timeout=60_000)
                    suffix = f"-{theme}-{width}" if everything else ""
                    page.screenshot(path=folder / f"{name}-{language}{suffix}.png")
                    page.close()
                context.close()


if __name__ == "__main__":
    main()
