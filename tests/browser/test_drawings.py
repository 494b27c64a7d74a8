"""The drawings of our own, in a real Chromium without the dashboard around them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.pages.test_charts import FLAGGED
from ui import beyond_rows
from ui.components import asset
from ui.i18n import SPOKEN

PAGE = '<div id="here"><div class="beyond" role="group"></div></div>'
DRAW = """
data => window.draw({
    parentElement: document.getElementById('here'), data, setTriggerValue: () => {},
})
"""


@pytest.mark.parametrize(("observed", "expected"), [(13, 1.84), (2, 5.5)])
def test_a_line_reaches_from_what_was_expected_to_what_was_done(
    browser: Browser, observed: int, expected: float
) -> None:
    # who did less than expected himself may be listed for the accounts he is linked to
    token = SPOKEN.set("zh")
    try:
        data = beyond_rows.drawn(FLAGGED.assign(observed=observed, expected=expected), [(0, 5)], "一位")
    finally:
        SPOKEN.reset(token)
    page = browser.new_page(viewport={"width": 1200, "height": 400})
    page.set_content(PAGE)
    page.add_style_tag(content=asset("marks.css") + asset("beyond.css"))
    script = asset("marks.js") + asset("beyond.js").replace("export default", "window.draw =")
    page.add_script_tag(content=script)
    page.evaluate(DRAW, data)
    places = [
        page.locator(f".buyer .{mark}").evaluate("mark => [mark.offsetLeft, mark.offsetWidth]")
        for mark in ("expected", "observed", "reach")
    ]
    page.close()
    (start, size), (other, other_size), (reach, length) = places
    middles = sorted((start + size / 2, other + other_size / 2))
    assert [reach, reach + length] == pytest.approx(middles, abs=1.5)
    assert length > 100
