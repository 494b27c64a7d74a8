"""The import page as an owner uses it, through dashboard.py."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

import jobs
import warehouse
from tests.pages.shown import app
from tests.shops import export, orders

SECONDS = 120
PAGE = "pages/data/imports.py"
CSV = "text/csv"


def opened(language: str = "zh") -> AppTest:
    at = app(language).run()
    return at.switch_page(PAGE).run()


def settled(at: AppTest) -> AppTest:
    """The page once nothing runs any more."""
    for job in jobs.queue_of(warehouse.default_path()).waiting():
        assert job.ended.wait(SECONDS)
    at.run()
    assert not at.exception
    return at


def dropped(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """The page after these files were dropped and looked at."""
    at.file_uploader[0].set_value([(name, content, CSV) for name, content in files]).run()
    return settled(at.switch_page(PAGE).run())


def content(folder: Path, name: str, **how: object) -> tuple[str, bytes]:
    source = export(folder, name, orders(**how))  # type: ignore[arg-type]
    return name, source.path.read_bytes()


def table(at: AppTest, place: int = 0) -> list[dict[str, object]]:
    return at.dataframe[place].value.to_dict("records")


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    return settled(at)


def key_of(at: AppTest, part: str) -> str:
    """The key of the button or box whose key contains this."""
    found = [each.key for each in [*at.button, *at.text_input, *at.selectbox] if each.key and part in each.key]
    assert found, part
    return str(found[0])
