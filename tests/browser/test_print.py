"""On paper a page is ink on white, whatever the theme."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Locator

from tests.browser.case_page import WAIT_MS
from warehouse import Warehouse


def lightness(part: Locator) -> tuple[float, int]:
    """Of the printed pixels: the mean, and the darkest; 0 black, 255 white."""
    pixels = np.asarray(Image.open(io.BytesIO(part.screenshot())).convert("L"))
    return float(pixels.mean()), int(pixels.min())


def test_a_buyers_page_prints_dark_on_white_from_the_dark_theme(
    browser: Browser, demo_address: str, demo: Warehouse
) -> None:
    with demo.cursor() as cursor:
        ref = cursor.execute("select ref from buyer_list where tier = 'high' order by buyer limit 1").fetchall()[0][0]
    page = browser.new_context(
        locale="zh-CN", color_scheme="dark", viewport={"width": 760, "height": 1100}
    ).new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto(f"{demo_address}/buyer?buyer={ref}")
    parts = [".verdict", ".st-key-timeline", "[class*=st-key-funnel_]", "[data-testid=stDataFrame]"]
    found = [page.locator(part).first for part in parts]
    for part in found:
        part.wait_for()
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(1000)
    seen = {part: lightness(where) for part, where in zip(parts, found, strict=True)}
    page.context.close()
    assert {part: mean for part, (mean, _) in seen.items() if mean < 200} == {}
    assert {part: darkest for part, (_, darkest) in seen.items() if darkest > 100} == {}
