"""Questions of the pages, answered once per state of the data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict, TypeVar

import pandas as pd
import streamlit as st

import warehouse
from warehouse import ROOT, read_sql

Made = TypeVar("Made")

# stands for every shop in the choice; the empty name is taken by the shop that no file has named
ALL_SHOPS = "*"
# the choices of a time: its code, as in ui.period.<code>, and how many days back; None: any
PERIODS: dict[str, int | None] = {"all": None, "d30": 30, "d90": 90, "d180": 180}
ASKS_FOR_SHOP = re.compile(r"\$shop\b")


def answer(question: str, **values: object) -> pd.DataFrame:
    """Rows of `<room>/<name>`, e.g. risk/weekly → risk/sql/pages/weekly.sql. Raises DatabaseBusy, QuestionFailed.

    A question with a $shop is asked of the shop that the owner has chosen, unless the caller names one.
    """
    return answer_from(path_of(question), **values)


def answer_from(path: Path, **values: object) -> pd.DataFrame:
    """The same for a question that a room shares with the pages."""
    # pandas copies on write: what a page does to its rows stays there
    return kept(**asked(path, values)).copy(deep=False)


def answer_row(question: str, **values: object) -> dict[str, Any]:
    """The only row of an answer; empty when there is none."""
    return dict(kept_row(**asked(path_of(question), values)))


def days_back(days: int | None) -> datetime | None:
    """So many days before the last that the data speak of; None for all of them, and where nothing has a time."""
    last = answer_row("risk/coverage")["last_at"]
    return None if days is None or pd.isna(last) else (last - timedelta(days=days)).to_pydatetime()


def path_of(question: str) -> Path:
    """The file of `<room>/<name>`."""
    room, name = question.split("/")
    return ROOT / room / "sql" / "pages" / f"{name}.sql"


class Asked(TypedDict):
    """A question and its values, and what the answer is kept under: database and data version are part of it."""

    key: str
    _path: Path
    _values: dict[str, object]


def asked(path: Path, values: dict[str, object]) -> Asked:
    """The question as kept() takes it: by name, for Streamlit looks up the name of whatever comes without."""
    store = warehouse.default()
    if ASKS_FOR_SHOP.search(read_sql(path)):
        values.setdefault("shop", chosen_shop())
    key = repr((str(store.path), store.version(), str(path), sorted(values.items())))
    return {"key": key, "_path": path, "_values": values}


# One short key instead of the arguments, and the rows themselves instead of a pickle of them: a page asks a dozen
# questions each time it runs, and both took longer than drawing a table.
@st.cache_resource(max_entries=300, show_spinner=False)
def kept(key: str, _path: Path, _values: dict[str, object]) -> pd.DataFrame:  # noqa: ARG001
    """The rows of a question, asked once; nobody may change them."""
    return warehouse.default().ask(_path, _values)


@st.cache_resource(max_entries=300, show_spinner=False)
def kept_row(key: str, _path: Path, _values: dict[str, object]) -> dict[str, Any]:
    """The same for its first row, by column."""
    rows = records(kept(key=key, _path=_path, _values=_values).head(1))
    return rows[0] if rows else {}


def once(name: str, work: Callable[[], Made], *of: object) -> Made:
    """What `work` makes of the data, once per state of the data: nobody may change it.

    `name` and `of` tell it from all other work.
    """
    store = warehouse.default()
    return kept_work(key=repr((str(store.path), store.version(), name, of)), _work=work)


@st.cache_resource(max_entries=300, show_spinner=False)
def kept_work(key: str, _work: Callable[[], Made]) -> Made:  # noqa: ARG001
    """What came of it, done once."""
    return _work()


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row by column, as `to_dict("records")` says it, which takes ten times as long."""
    columns = (rows[name].tolist() for name in rows)
    return [dict(zip(map(str, rows), values, strict=True)) for values in zip(*columns, strict=True)]


def chosen_shop() -> str | None:
    """The shop that the owner looks at; None for all of them."""
    chosen = st.session_state.get("shop", ALL_SHOPS)
    return None if chosen == ALL_SHOPS else str(chosen)
