"""Shops that several tests look at. Session-wide ones are never changed by a test."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

import pipeline
from etl.intake import Source
from warehouse import ROOT, Warehouse

# how long an example takes says how busy the computer is, not whether the code is right
settings.register_profile("huoyan", deadline=None)
settings.load_profile("huoyan")

DEMO_FOLDER = ROOT / "data" / "demo"
DEMO_FILES = sorted(DEMO_FOLDER.iterdir())


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that holds the demo shop."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    result = pipeline.run(Warehouse(path), [Source(file.name, file) for file in DEMO_FILES])
    assert not [outcome for outcome in result.outcomes if outcome.error]
    return path


@pytest.fixture(scope="session")
def demo(demo_path: Path) -> Warehouse:
    """The demo shop, taken in and judged."""
    return Warehouse(demo_path)


@pytest.fixture(scope="session")
def labels() -> pd.DataFrame:
    """What is true of the demo shop's buyers."""
    return pd.read_csv(Path(__file__).parent / "data" / "demo_labels.csv", dtype={"buyer": str})
