"""Real servers and a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.served import served
from tests.browser.case_page import WAIT_MS
from tests.browser.chromium import FLAGS, found
from warehouse import ROOT

# a server's first page takes longer than Playwright's five seconds where other tests keep the machine busy
expect.set_options(timeout=WAIT_MS)


@contextmanager
def dashboard(database: Path) -> Iterator[str]:
    """The address of a dashboard on that database, while it runs."""
    with served(ROOT / "dashboard.py", database) as server:
        yield server.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo_address(demo_path: Path) -> Iterator[str]:
    """A dashboard on the demo shop, for tests that only look."""
    with dashboard(demo_path) as address:
        yield address


@pytest.fixture
def empty_address(tmp_path: Path) -> Iterator[str]:
    """A dashboard on an empty database."""
    with dashboard(tmp_path / "x.duckdb") as address:
        yield address
