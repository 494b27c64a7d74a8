"""What came of complaints: won ÷ decided with its doubt, by kind, by evidence, over time; lessons to search.

A row that is picked shows the cases it counts, and a case that is picked there is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from complaints import rulebook
from complaints.outcomes import (
    Record,
    Row,
    by_evidence,
    by_month,
    by_reason,
    by_violation,
    decided_cases,
    lessons,
    record_of,
)
from complaints.rules import Rulebook
from ui.case.room import PAGE, desk, plain_words
from ui.data import chosen_shop
from ui.formats import escaped, money, table_height
from ui.i18n import t
from ui.links import arrow_link

# lessons on a page
LESSONS = 10


def page() -> None:
    """Draw the page."""
    st.title(t("ui.page.outcomes"))
    cases = decided_cases(desk(), chosen_shop())
    book = rulebook.read(desk().warehouse)
    if cases:
        figures(record_of("", cases))
        st.caption(t("case.outcome.pick"))
        records(by_violation(cases), book, "kind")
        records(by_evidence(cases), book, "evidence")
        records(by_month(cases), book, "month")
        reasons(by_reason(cases))
    else:
        st.info(t("case.outcome.none"), icon=":material/query_stats:")
        arrow_link("pages/complaints/cases.py", t("ui.page.cases"))
    if lessons(desk()):
        search()


def figures(record: Record) -> None:
    """All cases together."""
    columns = st.columns(3)
    with columns[0].container(border=True, height="stretch"):
        st.metric(t("case.outcome.won"), t("case.figure.won", won=record.won, decided=record.decided))
        st.caption(t("case.outcome.range", low=f"{record.low:.0%}", high=f"{record.high:.0%}"))
    with columns[1].container(border=True, height="stretch"):
        st.metric(t("case.outcome.money"), money(record.money).replace("$", "\\$"))
        st.caption(t("case.outcome.money_note"))
    with columns[2].container(border=True, height="stretch"):
        st.metric(t("case.outcome.days"), "–" if record.days is None else f"{record.days:.0f}")
        st.caption(t("case.outcome.days_note"))
    if record.is_few:
        st.caption(f":material/info: {t('case.outcome.few')}")


def records(found: Sequence[Record], book: Rulebook, about: str) -> None:
    """A table of shares, each with the range that so few cases leave open."""
    with st.container(border=True):
        st.subheader(t(f"case.outcome.by_{about}"))
        st.caption(t(f"case.outcome.by_{about}_sub"))
        shown = pd.DataFrame(
            {
                "group": [group_name(record.group, book, about) for record in found],
                "won": [t("case.figure.won", won=record.won, decided=record.decided) for record in found],
                "share": [(record.share or 0) * 100 for record in found],
                "range": [f"{record.low:.0%} – {record.high:.0%}" for record in found],
                "money": [record.money for record in found],
                "days": [record.days for record in found],
            }
        )
        pickable(shown, found, about)


def reasons(found: Sequence[Record]) -> None:
    """Why cases were rejected, most frequent first."""
    if not found:
        return
    with st.container(border=True):
        st.subheader(t("case.outcome.why"))
        words = [t(f"desk.reason.{record.group}") for record in found]
        pickable(pd.DataFrame({"group": words, "rejected": [record.decided for record in found]}), found, "reason")


def pickable(shown: pd.DataFrame, found: Sequence[Record], about: str) -> None:
    """A table with a row a record; below it the cases of the one that is picked."""
    event = st.dataframe(
        shown, hide_index=True, key=f"outcome_{about}", height="content", column_config=columns_of(shown),
        on_select="rerun", selection_mode="single-row", alt=t("case.outcome.alt", count=len(shown)),
    )  # fmt: skip
    picked = event["selection"]["rows"]
    if picked and picked[0] < len(found):
        record = found[picked[0]]
        st.markdown(f"**{escaped(str(shown['group'].iloc[picked[0]]))}**")
        counted(record.cases, f"outcome_{about}_{record.group}")


def counted(cases: Sequence[Row], key: str) -> None:
    """The cases that a figure counts, each a way to its page."""
    shown = pd.DataFrame(
        {
            "case": [case["case_id"] for case in cases],
            "title": [case["title"] for case in cases],
            "result": [t(f"desk.stage.{case['result']}") for case in cases],
            "decided_at": [case["decided_at"] for case in cases],
            "days_of_case": [case["days"] for case in cases],
            "money": [case["money"] for case in cases],
        }
    )
    event = st.dataframe(
        shown, hide_index=True, key=key, height=table_height(len(shown)), column_config=columns_of(shown),
        on_select="rerun", selection_mode="single-row", alt=t("case.outcome.cases_alt", count=len(shown)),
    )  # fmt: skip
    picked = event["selection"]["rows"]
    if picked and picked[0] < len(shown):
        st.switch_page(PAGE, query_params={"case": str(shown["case"].iloc[picked[0]])})


def columns_of(shown: pd.DataFrame) -> dict[str, Any]:
    """How the columns of these tables are headed and told."""
    column = st.column_config
    told = {
        "share": column.ProgressColumn(t("case.outcome.column_share"), format="%.0f%%", min_value=0, max_value=100),
        "money": column.NumberColumn(t("case.outcome.column_money"), format="¥%,.2f"),
        "days": column.NumberColumn(t("case.outcome.column_days"), format="%.0f"),
        "days_of_case": column.NumberColumn(t("case.outcome.column_days_of_case"), format="%.0f"),
        "decided_at": column.DateColumn(t("case.outcome.column_decided_at"), format="YYYY-MM-DD"),
    }
    return {str(name): told.get(str(name), t(f"case.outcome.column_{name}")) for name in shown.columns}


def group_name(group: str, book: Rulebook, about: str) -> str:
    """The group in words."""
    if about == "kind":
        return plain_words(book.kinds[group].name) if group in book.kinds else t("case.no_kind")
    if about == "evidence":
        return plain_words(book.evidence[group].name) if group in book.evidence else t("case.outcome.no_evidence")
    return group


def search() -> None:
    """Lessons by their words."""
    with st.container(border=True):
        st.subheader(t("case.outcome.lessons"))
        text = st.text_input(t("case.outcome.search"), icon=":material/search:", key="lesson_words")
        found = lessons(desk(), text)
        if not found:
            st.caption(t("case.outcome.no_lessons"))
        pages = -(-len(found) // LESSONS)
        # the words may have changed since
        page = min(st.session_state.get("lessons_page", 1), max(pages, 1))
        for row in found[(page - 1) * LESSONS : page * LESSONS]:
            result = t(f"desk.stage.{row['result']}") if row["result"] else ""
            why = t(f"desk.reason.{row['reason_class']}") if row["reason_class"] else ""
            with st.container(horizontal=True, vertical_alignment="center"):
                with st.container(gap="xxsmall", width="stretch"):
                    st.markdown(escaped(row["lesson"] or row["reason"] or ""))
                    parts = [row["case_id"], escaped(row["title"]), result, why]
                    st.caption(t("ui.join").join(part for part in parts if part))
                arrow_link(PAGE, t("case.list.open"), {"case": row["case_id"]})
        if pages > 1:
            st.pagination(pages, key="lessons_page")


page()
