"""Import: how fresh each export is, files in, a look at them, what came of them, and the history."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from jobs import Job
from ui.column_map import remembered
from ui.data import answer, answer_row
from ui.first_run import how_to_export
from ui.formats import counted_share, day
from ui.history import history
from ui.i18n import t
from ui.import_result import import_result
from ui.look import look
from ui.shop_names import shop_names
from ui.upload import paste_box, uploader
from ui.uploads import upload
from ui.working import working

KINDS = ("orders", "items", "refunds", "reviews")
STALE_DAYS = 8
FRESH_WIDTH = 170


def page() -> None:
    """Draw the page."""
    st.title(t("ui.page.imports"))
    st.caption(t("ui.import.summary"))
    freshness()
    mine = upload()
    mine.settle()
    working()
    last = st.session_state.get("import_job")
    if isinstance(last, Job) and last.is_over:
        import_result(last)
    look(mine)
    uploader()
    paste_box()
    history()
    shop_names()
    remembered()
    how_to_export()


def freshness() -> None:
    """Up to when each export speaks, and how many orders name their buyer."""
    fresh = answer("etl/freshness").set_index("kind")["last_at"]
    row = st.container(horizontal=True, gap="small")
    places = [row.container(width=FRESH_WIDTH, gap=None) for _ in range(len(KINDS) + 1)]
    for column, kind in zip(places, KINDS, strict=False):
        is_there = kind in fresh.index
        days = (datetime.now() - fresh[kind]).days if is_there and not pd.isna(fresh[kind]) else None
        is_fine = days is not None and days < STALE_DAYS
        mark = ":green[:material/check_circle:]" if is_fine else ":orange[:material/error:]"
        column.markdown(f"{mark} **{t(f'etl.kind.{kind}')}**")
        column.caption(how_fresh(day(fresh[kind]), days) if is_there else t("ui.import.fresh_none"))
    coverage = answer_row("risk/coverage")
    if coverage["orders"]:
        known = coverage["attributed"] / coverage["orders"]
        mark = ":green[:material/check_circle:]" if known > 0.9 else ":orange[:material/error:]"
        places[-1].markdown(f"{mark} **{t('imports.fresh.attributed')}**")
        shown = counted_share(coverage["attributed"], coverage["orders"])
        places[-1].caption(t("imports.fresh.attributed_share", share=shown))


def how_fresh(date: str, days: int | None) -> str:
    """到 2026-11-22，3 天前."""
    if days is None:
        return t("ui.import.fresh", date=date)
    return t("imports.fresh.today", date=date) if days < 1 else t("imports.fresh.days", date=date, days=days)


page()
