"""Questions of the pages, answered once per state of the data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from warehouse import ROOT, read_sql

# stands for every shop in the choice; the empty name is taken by the shop that no file has named
ALL_SHOPS = "*"
ASKS_FOR_SHOP = re.compile(r"\$shop\b")


def answer(question: str, **values: object) -> pd.DataFrame:
    """Rows of `<room>/<name>`, e.g. risk/weekly → risk/sql/pages/weekly.sql. Raises DatabaseBusy, QuestionFailed.

    A question with a $shop is asked of the shop that the owner has chosen, unless the caller names one.
    """
    room, name = question.split("/")
    return answer_from(ROOT / room / "sql" / "pages" / f"{name}.sql", **values)


def answer_from(path: Path, **values: object) -> pd.DataFrame:
    """The same for a question that a room shares with the pages."""
    store = warehouse.default()
    if ASKS_FOR_SHOP.search(read_sql(path)):
        values.setdefault("shop", chosen_shop())
    return cached(str(store.path), store.version(), path, values)


@st.cache_data(max_entries=300, show_spinner=False)
def cached(database: str, version: int, question: Path, values: dict[str, object]) -> pd.DataFrame:  # noqa: ARG001
    """The database's path and data version are part of the key: old answers are never shown."""
    return warehouse.default().ask(question, values)


def answer_row(question: str, **values: object) -> dict[str, Any]:
    """The only row of an answer; empty when there is none."""
    rows = answer(question, **values).to_dict("records")
    return {str(name): value for name, value in rows[0].items()} if rows else {}


def chosen_shop() -> str | None:
    """The shop that the owner looks at; None for all of them."""
    chosen = st.session_state.get("shop", ALL_SHOPS)
    return None if chosen == ALL_SHOPS else str(chosen)
