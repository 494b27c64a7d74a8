"""The first rows of a file with two header rows: the file's own column over what it was taken for."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from etl.outcome import Outcome, SheetView
from risk.masking import masked_name
from ui.formats import escaped, plain_name
from ui.i18n import t

MOST_ROWS = 6
NAMES = ("buyer",)
# kept only as a keyed hash and shown masked, whatever the switch for names says
CONTACTS = ("receiver", "address", "new_address", "phone", "landline", "alipay")


def preview(outcomes: Sequence[Outcome]) -> Outcome:
    """The first rows of one of these files, chosen by the owner where there are several; the chosen one."""
    views = [(outcome, view) for outcome in outcomes for view in outcome.sheets if view.kind]
    names = {
        place: outcome.file + (f" · {view.name}" if view.name and len(outcome.sheets) > 1 else "")
        for place, (outcome, view) in enumerate(views)
    }
    chosen = 0
    if len(views) > 1:
        chosen = st.selectbox(
            t("imports.preview_file"), list(names), format_func=names.__getitem__, key="preview_file"
        ) or 0  # fmt: skip
    outcome, view = views[chosen]
    known, of = len(outcome.columns_known), len(outcome.columns_known) + len(outcome.columns_unknown)
    rows, columns = st.tabs([t("imports.preview"), t("imports.preview_columns", known=known, all=of)])
    with rows:
        frame = first_rows(view)
        if frame.empty:
            st.caption(t("imports.preview_none"))
        else:
            alt = t("imports.preview_alt", count=len(frame))
            st.dataframe(frame, hide_index=True, height="content", key="preview_rows", alt=alt)
            st.caption(t("imports.preview_note"))
    with columns:
        st.caption(escaped("、".join(outcome.columns_known)))
        if outcome.columns_unknown:
            st.markdown(f"**{t('imports.preview_left', count=len(outcome.columns_unknown))}**")
            st.caption(escaped("、".join(outcome.columns_unknown)))
    return outcome


def first_rows(view: SheetView) -> pd.DataFrame:
    """The first rows below the header, columns in the file's order, names and contact data masked."""
    meanings = {places[0]: column for column, places in view.columns.items() if places}
    header = view.head[view.header_row]
    below = [row for row in view.head[view.header_row + 1 :] if any(row)][:MOST_ROWS]
    columns = pd.MultiIndex.from_tuples(
        [
            (titled((header[place] or "").strip() or f"({place + 1})"), titled(t(f"etl.field.{meanings[place]}")))
            for place in sorted(meanings)
        ]
    )
    cells = [[shown(meanings[place], cell_at(row, place)) for place in sorted(meanings)] for row in below]
    return pd.DataFrame(cells, columns=columns)


def titled(text: str) -> str:
    """One of two titles: the browser takes them out of their repr, where an apostrophe would change the quotes."""
    return text.replace("'", "’")


def cell_at(row: Sequence[str | None], place: int) -> str:
    """A cell without what spreadsheets write around numbers: ="402…"."""
    text = (row[place] or "") if place < len(row) else ""
    return text.strip().removeprefix("=").strip("\"'")


def shown(column: str, text: str) -> str:
    """A cell as it may be shown."""
    if column in CONTACTS and text:
        return masked_name(text)
    return plain_name(text) if column in NAMES and text else text
