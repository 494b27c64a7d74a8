"""Imports so far, one row each; a chosen one can be undone, and its refused rows downloaded."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import pipeline
import warehouse
from etl.rejects import rejected_rows
from etl.undo import what_undo_does
from jobs import Job
from ui.data import answer
from ui.formats import day, escaped
from ui.i18n import t
from ui.import_result import download
from ui.look import COUNTS, columns_of_files
from ui.uploads import queue

# the name that the platform gives a file is long, and tells it from others
FILE_WIDTH = 240


def history() -> None:
    """The table, and what can be done with the chosen row."""
    undone()
    rows = answer("etl/history")
    with st.container(border=True, key="history_box"):
        st.subheader(t("imports.history.title"))
        if rows.empty:
            st.caption(t("ui.import.history_none"))
            return
        found = int(rows["found"].iloc[0])
        st.caption(
            t(
                "imports.history.sub" if found == len(rows) else "imports.history.sub_last",
                count=found,
                shown=len(rows),
            )
        )
        event = st.dataframe(
            shown(rows), hide_index=True, column_config=names(), key="history", on_select="rerun",
            selection_mode="single-row", alt=t("imports.history.alt", count=len(rows)),
        )  # fmt: skip
        places = event["selection"]["rows"]
        if places and places[0] < len(rows):
            # a table remembers the place of a chosen row, not the row: from here on only its number counts
            chosen(rows.iloc[places[0]])


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The table as the owner reads it."""
    return pd.DataFrame(
        {
            "imported_at": rows["imported_at"],
            "file": rows["file"],
            "kind": [
                t("etl.and").join(t(f"etl.kind.{kind}") for kind in str(each).split("+")) for each in rows["kind"]
            ],
            "shop": [str(shop).replace("\n", "、") or t("imports.shop_none") for shop in rows["shop"]],
            **{name: rows[f"rows_{name}"] for name in COUNTS},
            "state": [
                t("imports.history.is_in") if pd.isna(moment) else t("imports.history.is_undone", date=day(moment))
                for moment in rows["undone_at"]
            ],
        }
    )


def names() -> dict[str, Any]:
    """Column titles and formats."""
    titles = columns_of_files(("file", "kind", "shop", *COUNTS, "state"))
    moment = st.column_config.DatetimeColumn(t("ui.import_column.imported_at"), format="YYYY-MM-DD HH:mm")
    file = st.column_config.TextColumn(t("imports.column.file"), width=FILE_WIDTH)
    return titles | {"imported_at": moment, "file": file}


def chosen(row: pd.Series) -> None:
    """One import by name, its refused rows and its undo."""
    batch_id = int(row["batch_id"])
    file = escaped(str(row["file"]))
    st.markdown(f"**{t('imports.history.picked', file=file, date=day(row['imported_at']))}**")
    if not pd.isna(row["undone_at"]):
        st.caption(t("imports.history.is_undone", date=day(row["undone_at"])))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("imports.history.undo"), key=f"undo_{batch_id}", icon=":material/undo:",
            on_click=st.session_state.__setitem__, args=("undo_wanted", batch_id),
        )  # fmt: skip
        if row["rows_rejected"]:
            refused = rejected_rows(warehouse.default(), [batch_id])
            download(refused, t("imports.history.rejected", count=len(refused)), f"refused_{batch_id}")
        else:
            st.caption(t("imports.history.rejected_none"), width="content")
    if st.session_state.get("undo_wanted") == batch_id:
        confirm(batch_id, str(row["file"]))


def confirm(batch_id: int, file: str) -> None:
    """Say what will go and what is restored, and ask."""
    does = what_undo_does(warehouse.default(), batch_id)
    with st.container(border=True, key="undo_confirm"):
        st.markdown(f"**{t('imports.history.undo_ask', file=escaped(file))}**")
        lines = [t("imports.history.undo_gone", count=f"{does.gone:,}")]
        if does.restored:
            lines.append(t("imports.history.undo_restored", count=f"{does.restored:,}"))
        st.markdown("\n".join(f"- {line}" for line in [*lines, t("imports.history.undo_after")]))
        with st.container(horizontal=True):
            st.button(
                t("imports.history.undo_yes"), key="undo_yes", icon=":material/undo:", on_click=undo,
                args=(batch_id, file),
            )  # fmt: skip
            st.button(
                t("imports.history.undo_no"), key="undo_no", type="tertiary",
                on_click=st.session_state.pop, args=("undo_wanted", None),
            )  # fmt: skip


def undo(batch_id: int, file: str) -> None:
    """Queue the undo behind what runs."""
    store = warehouse.default()

    def work(_: Job) -> object:
        pipeline.take_back(store, batch_id)
        return batch_id

    st.session_state["undo_job"] = queue().add("undo", (file,), work)
    st.session_state.pop("undo_wanted", None)


def undone() -> None:
    """What came of the last undo of this tab."""
    job = st.session_state.get("undo_job")
    if not isinstance(job, Job) or not job.is_over:
        return
    if job.state == "done":
        st.success(t("imports.job.undone", file=escaped(job.files[0])), icon=":material/undo:")
    elif job.problem:
        why = t(job.problem.key, **job.problem.values)
        st.error(t("imports.job.failed_undo", why=escaped(why)), icon=":material/error:")
