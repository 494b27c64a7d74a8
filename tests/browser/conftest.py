"""Real servers and a real Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import FLAGS, found
from warehouse import ROOT

START_SECONDS = 120


@contextmanager
def dashboard(database: Path) -> Iterator[str]:
    """The address of a dashboard on that database, while it runs."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port),
         "--server.headless", "true"],
        cwd=ROOT, env=os.environ | {"HUOYAN_DATABASE": str(database)},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait()


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
