"""Import: how fresh each export is, files in, what came of them, refused rows, and the history."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

import warehouse
from etl.outcome import Outcome
from etl.rejects import rejected_rows, rejected_workbook
from pipeline import PipelineResult
from ui.data import answer
from ui.first_run import how_to_export
from ui.formats import day, escaped
from ui.i18n import language, t
from ui.upload import uploader

KINDS = ("orders", "items", "refunds", "reviews")
MOST_REASONS = 8
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page() -> None:
    """Draw the page."""
    st.title(t("ui.page.imports"))
    st.caption(t("ui.import.summary"))
    freshness()
    uploader()
    result = st.session_state.get("import_result")
    if isinstance(result, PipelineResult):
        with st.container(border=True):
            outcome_of(result)
        refused_rows([outcome.batch_id for outcome in result.outcomes if outcome.batch_id and outcome.rows_rejected])
    history()
    how_to_export()


def freshness() -> None:
    """Up to when each export speaks."""
    fresh = answer("etl/freshness").set_index("kind")["last_at"]
    for column, kind in zip(st.columns(len(KINDS)), KINDS, strict=True):
        is_there = kind in fresh.index
        mark = ":green[:material/check_circle:]" if is_there else ":orange[:material/error:]"
        column.markdown(f"{mark} **{t(f'etl.kind.{kind}')}**")
        column.caption(t("ui.import.fresh", date=day(fresh[kind])) if is_there else t("ui.import.fresh_none"))


def outcome_of(result: PipelineResult) -> None:
    """What came of the files just taken in."""
    taken = [outcome for outcome in result.outcomes if not outcome.error]
    st.subheader(t("ui.import.this", count=len(result.outcomes)))
    if taken:
        new, changed = sum(each.rows_new for each in taken), sum(each.rows_changed for each in taken)
        change = result.verdicts
        sentence = t("ui.import.done", count=len(taken), new=f"{new:,}", changed=f"{changed:,}")
        sentence += " " + t(
            "ui.import.list_change", after=change.high_after, added=len(change.new_high), gone=change.gone_high
        )
        st.success(sentence, icon=":material/check_circle:")
        st.page_link("pages/monitor/buyers.py", label=t("ui.import.see_list"), icon=":material/arrow_forward:")
    else:
        st.info(t("ui.import.none_in"), icon=":material/info:")
    columns = ("file", "kind", "encoding", "read", "new", "changed", "unchanged", "rejected", "result")
    rows = pd.DataFrame([file_row(outcome) for outcome in result.outcomes])
    st.dataframe(
        rows, hide_index=True, height="content", key="outcomes", placeholder="–",
        column_config={name: t(f"ui.import_column.{name}") for name in columns},
    )  # fmt: skip
    for outcome in result.outcomes:
        if outcome.error:
            why = t(outcome.error.key, **outcome.error.values)
            text = t("ui.import.refused", file=escaped(outcome.file), why=escaped(why))
            st.warning(text, icon=":material/help:")
        for note in outcome.notes:
            st.caption(f"{escaped(outcome.file)}: {escaped(t(note.key, **note.values))}")
        if outcome.is_repeat:
            st.caption(f"{escaped(outcome.file)}: {t('ui.import.repeat')}")
    with st.expander(t("ui.import.columns_known")):
        for outcome in taken:
            st.markdown(f"**{escaped(outcome.file)}** {len(outcome.columns_known)}")
            st.caption(escaped("、".join(outcome.columns_known)))
            if outcome.columns_unknown:
                st.caption(f"{t('ui.import.columns_unknown')}: {escaped('、'.join(outcome.columns_unknown))}")


def file_row(outcome: Outcome) -> dict[str, object]:
    """One row of the table of files."""
    kinds = [t(f"etl.kind.{kind}") for kind in str(outcome.kind or "").split("+") if kind]
    is_in = outcome.error is None
    counts: dict[str, object] = {
        "read": outcome.rows_read, "new": outcome.rows_new, "changed": outcome.rows_changed,
        "unchanged": outcome.rows_unchanged, "rejected": outcome.rows_rejected,
    }  # fmt: skip
    first: dict[str, object] = {
        "file": outcome.file,
        "kind": t("etl.and").join(kinds) or "–",
        "encoding": outcome.encoding or "–",
    }
    last: dict[str, object] = {"result": t("ui.import_result.taken" if is_in else "ui.import_result.refused")}
    return first | {name: count if is_in else None for name, count in counts.items()} | last


def refused_rows(batches: list[int]) -> None:
    """Rows that could not be used, by reason, and all of them to download."""
    if not batches:
        return
    rows = rejected_rows(warehouse.default(), batches)
    with st.container(border=True):
        st.subheader(t("ui.import.rejected_title", count=len(rows)))
        st.caption(t("ui.import.rejected_sub"))
        for (file, reason), part in list(rows.groupby(["file", "reason"], sort=False))[:MOST_REASONS]:
            numbers = "、".join(str(number) for number in part["row_number"].head(6)) + ("…" if len(part) > 6 else "")
            st.markdown(f"**{len(part)}** {t(f'etl.reason.{reason}')}")
            st.caption(t("ui.import.rejected_rows", file=escaped(str(file)), rows=numbers))
        spoken = language()
        st.download_button(
            t("ui.import.rejected_download"), lambda: rejected_workbook(rows, spoken), "rejected.xlsx", XLSX,
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def history() -> None:
    """Imports so far."""
    rows = answer("etl/history")
    with st.container(border=True):
        st.subheader(t("ui.import.history"))
        if rows.empty:
            st.caption(t("ui.import.history_none"))
            return
        shown = pd.DataFrame(
            {
                "imported_at": rows["imported_at"],
                "file": rows["file"],
                "kind": [
                    t("etl.and").join(t(f"etl.kind.{kind}") for kind in str(kinds).split("+"))
                    for kinds in rows["kind"]
                ],
                "read": rows["rows_read"],
                "new": rows["rows_new"],
                "changed": rows["rows_changed"],
                "rejected": rows["rows_rejected"],
            }
        )
        formats = {
            "imported_at": st.column_config.DatetimeColumn(
                t("ui.import_column.imported_at"), format="YYYY-MM-DD HH:mm"
            )
        }
        names: dict[str, Any] = {str(name): t(f"ui.import_column.{name}") for name in shown if name not in formats}
        st.dataframe(shown, hide_index=True, column_config=names | formats, key="history")
        refused = rows[rows["rows_rejected"] > 0]["batch_id"].astype(int).tolist()
        if refused and not st.session_state.get("import_result"):
            refused_rows(refused)


page()
