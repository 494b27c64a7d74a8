"""Questions of the pages, answered once per state of the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from warehouse import ROOT


def answer(question: str, **values: object) -> pd.DataFrame:
    """Rows of `<room>/<name>`, e.g. risk/weekly → risk/sql/pages/weekly.sql. Raises DatabaseBusy, QuestionFailed."""
    room, name = question.split("/")
    path = ROOT / room / "sql" / "pages" / f"{name}.sql"
    store = warehouse.default()
    return cached(str(store.path), store.version(), path, values)


@st.cache_data(max_entries=300, show_spinner=False)
def cached(database: str, version: int, question: Path, values: dict[str, object]) -> pd.DataFrame:  # noqa: ARG001
    """The database's path and data version are part of the key: old answers are never shown."""
    return warehouse.default().ask(question, values)


def answer_row(question: str, **values: object) -> dict[str, Any]:
    """The only row of an answer; empty when there is none."""
    rows = answer(question, **values).to_dict("records")
    return {str(name): value for name, value in rows[0].items()} if rows else {}
