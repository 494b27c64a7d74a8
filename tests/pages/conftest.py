"""Shops that page tests may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from warehouse import Warehouse, warehouse_at


@pytest.fixture
def store(demo_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A copy of the demo shop, the one that the pages show."""
    path = tmp_path / "shop.duckdb"
    shutil.copy(demo_path, path)
    monkeypatch.setenv("HUOYAN_DATABASE", str(path))
    return warehouse_at(path)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty shop."""
    path = tmp_path / "shop.duckdb"
    monkeypatch.setenv("HUOYAN_DATABASE", str(path))
    return path
