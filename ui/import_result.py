"""What came of an import: the counts, the change of the list, what was not taken in and which rows were refused."""

from __future__ import annotations

import pandas as pd
import streamlit as st

import warehouse
from etl.outcome import Outcome
from etl.rejects import rejected_rows, rejected_workbook
from jobs import Job
from pipeline import PipelineResult
from ui.formats import XLSX, escaped
from ui.i18n import language, t
from ui.look import columns_of_files, kinds

MOST_REASONS = 8
COLUMNS = ("file", "result", "kind", "read", "new", "changed", "unchanged", "rejected")


def import_result(job: Job) -> None:
    """Draw what came of an import that is over."""
    if job.state == "stopped":
        st.info(t("imports.job.stopped_import"), icon=":material/undo:")
    elif job.state == "failed" and job.problem:
        why = t(job.problem.key, **job.problem.values)
        st.error(t("imports.job.failed_import", why=escaped(why)), icon=":material/error:")
    elif isinstance(job.result, PipelineResult):
        with st.container(border=True, key="import_result"):
            outcomes_of(job.result)
        refused_rows([each.batch_id for each in job.result.outcomes if each.batch_id and each.rows_rejected])


def outcomes_of(result: PipelineResult) -> None:
    """One sentence, the way to the list, a row a file, and what was refused."""
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
    st.dataframe(
        pd.DataFrame([file_row(outcome) for outcome in result.outcomes], columns=list(COLUMNS)), hide_index=True,
        height="content", key="outcomes", placeholder="–", alt=t("imports.files_alt", count=len(result.outcomes)),
        column_config=columns_of_files(COLUMNS),
    )  # fmt: skip
    for outcome in result.outcomes:
        if outcome.error:
            why = t(outcome.error.key, **outcome.error.values)
            text = t("ui.import.refused", file=escaped(outcome.file), why=escaped(why))
            st.warning(text, icon=":material/help:")
        for note in outcome.notes:
            st.caption(f"**{escaped(outcome.file)}** {escaped(t(note.key, **note.values))}")
        if outcome.is_repeat:
            st.caption(f"**{escaped(outcome.file)}** {t('ui.import.repeat')}")


def file_row(outcome: Outcome) -> dict[str, object]:
    """One row of the table of files."""
    if outcome.error:
        return {"file": outcome.file, "result": t("ui.import_result.refused")}
    return {
        "file": outcome.file, "result": t("ui.import_result.taken"), "kind": kinds(outcome),
        "read": outcome.rows_read, "new": outcome.rows_new, "changed": outcome.rows_changed,
        "unchanged": outcome.rows_unchanged, "rejected": outcome.rows_rejected,
    }  # fmt: skip


def refused_rows(batches: list[int]) -> None:
    """Rows that could not be used, by reason, and all of them to download."""
    if not batches:
        return
    rows = rejected_rows(warehouse.default(), batches)
    if rows.empty:
        return
    with st.container(border=True, key="refused_rows"):
        st.subheader(t("ui.import.rejected_title", count=len(rows)))
        st.caption(t("ui.import.rejected_sub"))
        for (file, reason), part in list(rows.groupby(["file", "reason"], sort=False))[:MOST_REASONS]:
            numbers = "、".join(str(number) for number in part["row_number"].head(6)) + ("…" if len(part) > 6 else "")
            st.markdown(t("imports.refused_line", count=len(part), reason=t(f"etl.reason.{reason}")))
            st.caption(t("ui.import.rejected_rows", file=escaped(str(file)), rows=numbers))
        download(rows, t("ui.import.rejected_download"), "refused_download")


def download(rows: pd.DataFrame, label: str, key: str) -> None:
    """A button that gives refused rows as a workbook, made when it is pressed."""
    spoken = language()
    st.download_button(
        label, lambda: rejected_workbook(rows, spoken), "rejected.xlsx", XLSX, icon=":material/download:",
        on_click="ignore", key=key,
    )  # fmt: skip
