"""Every case: what is due, the board with its moves, the list, a calendar of the dates."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from complaints.calendar import calendar
from complaints.overview import Due
from complaints.readiness import OWN_WAY, move_case
from complaints.stages import MOVES, NEED_REASON, STEPS, MoveRefused, step_of
from ui.case.room import (
    PAGE,
    buyer_names,
    desk,
    done,
    due_badge,
    due_now,
    every_case,
    labels,
    plain_buyer,
    show_done,
    stage_badge,
)
from ui.data import chosen_shop
from ui.formats import escaped, money, primary, table_height
from ui.i18n import language, t
from ui.links import arrow_link, badge_line

VIEWS = ("board", "list")
SOON_DAYS = 7
# of a column, and of what is due: a card is a dozen widgets, and nobody reads hundreds; the list has them all
MOST_CARDS = 15


def page() -> None:
    """Draw the page."""
    show_done()
    shop = chosen_shop()
    dues = [due for due in due_now() if shop is None or due.case["shop"] == shop]
    cases = [case for case in every_case() if shop is None or case["shop"] == shop]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("ui.page.cases"), width="content")
        if st.button(primary(t("case.new.button")), type="primary", icon=":material/add:", key="new_case"):
            st.switch_page("pages/complaints/new.py")
    if not cases:
        nothing()
        return
    soon = [due for due in dues if due.days is not None and due.days <= SOON_DAYS]
    st.caption(t("case.list.summary", open=len(dues), soon=len(soon), total=len(cases)))
    due_card(soon)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        view = st.segmented_control(
            t("case.list.view"), VIEWS, default="board", key="cases_view", label_visibility="collapsed",
            format_func=labels(VIEWS, lambda name: t(f"case.list.{name}")), persist_state="session",
        )  # fmt: skip
        spoken = language()
        st.download_button(
            t("case.list.calendar"), lambda: calendar(dues, desk().clock(), spoken), "huoyan.ics", "text/calendar",
            icon=":material/event:", on_click="ignore", key="cases_ics",
        )  # fmt: skip
    if view == "list":
        table(cases, dues)
    else:
        board(cases, dues)


def nothing() -> None:
    """No case yet: what a case is for, and how one begins."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f"### :material/gavel: {t('case.list.none')}", width="content")
        st.caption(t("case.list.none_text"), width="content")
        arrow_link("pages/monitor/buyers.py", t("case.list.to_buyers"))


def due_card(soon: list[Due]) -> None:
    """What must be done within a week."""
    if not soon:
        return
    with st.container(border=True):
        st.subheader(t("case.list.due", count=len(soon)))
        for due in soon[:MOST_CARDS]:
            words = f"{due.case['case_id']} {escaped(due.case['title'])}"
            query = {"case": str(due.case["case_id"])}
            badge_line(due_badge(due.days, due.purpose), 150, words, PAGE, t("case.list.open"), query)
        rest(len(soon), "due")


def board(cases: list[dict[str, object]], dues: list[Due]) -> None:
    """A column a step; a card a case: what is due first on top, of those that are over the newest."""
    by_case = {due.case["case_id"]: due for due in dues}
    place = {case_id: number for number, case_id in enumerate(by_case)}
    cases = sorted(cases, key=lambda case: place.get(case["case_id"], len(place)))
    for column, step in zip(st.columns(len(STEPS)), STEPS, strict=True):
        here = [case for case in cases if step_of(str(case["stage"])) == step]
        with column:
            st.markdown(f"**{t(f'desk.step.{step}')}** :gray[{len(here)}]")
            for case in here[:MOST_CARDS]:
                card(case, by_case.get(str(case["case_id"])))
            rest(len(here), step)
    dropped = [case for case in cases if case["stage"] == "dropped"]
    if dropped:
        with st.expander(t("case.list.dropped", count=len(dropped))):
            for case in dropped[:MOST_CARDS]:
                arrow_link(PAGE, f"{case['case_id']} {escaped(str(case['title']))}", {"case": str(case["case_id"])})
            rest(len(dropped), "dropped")


def rest(count: int, where: str) -> None:
    """The way to those that are not drawn, where there are any."""
    if count > MOST_CARDS:
        st.button(
            t("case.list.rest", count=count - MOST_CARDS), key=f"rest_{where}", type="tertiary",
            on_click=st.session_state.__setitem__, args=("cases_view", "list"),
        )  # fmt: skip


def card(case: dict[str, object], due: Due | None) -> None:
    """One case on the board, with the moves that need no reason."""
    case_id, stage = str(case["case_id"]), str(case["stage"])
    with st.container(border=True, gap="xsmall"):
        arrow_link(PAGE, case_id, {"case": case_id})
        st.markdown(escaped(str(case["title"])))
        st.caption(buyer_names(case))
        badges = [due_badge(due.days, due.purpose) if due else ""]
        if len(STEPS[step_of(stage) or "result"]) > 1:  # the column's own name says less
            badges.append(stage_badge(stage))
        st.markdown(" ".join(badge for badge in badges if badge))
        targets = [target for target in MOVES[stage] if target not in (*OWN_WAY, *NEED_REASON)]
        if targets:
            with st.popover(t("case.list.move"), key=f"move_{case_id}"):
                for target in targets:
                    label = t("case.move.to", stage=t(f"desk.stage.{target}"))
                    if st.button(label, key=f"move_{case_id}_{target}"):
                        move(case_id, target)


def move(case_id: str, target: str) -> None:
    """Move on the board; a case that lacks something says so and stays."""
    try:
        move_case(desk(), case_id, target)
    except MoveRefused as refused:
        st.warning(t("case.move.refused", count=len(refused.lacking)), icon=":material/error:")
        arrow_link(PAGE, t("case.list.open"), {"case": case_id})
        return
    done("case.move.moved", stage=t(f"desk.stage.{target}"))


def table(cases: list[dict[str, object]], dues: list[Due]) -> None:
    """Every case as a row; a picked one is opened."""
    by_case = {due.case["case_id"]: due for due in dues}
    rows = []
    for case in cases:
        due = by_case.get(case["case_id"])
        rows.append(
            {
                "case": case["case_id"],
                "title": case["title"],
                "buyer": plain_buyer(case),
                "stage": t(f"desk.stage.{case['stage']}"),
                "due": due.on if due else None,
                "days": due.days if due else None,
                "at_stake": due.at_stake if due else None,
                "opened_at": case["opened_at"],
            }
        )
    frame = pd.DataFrame(rows)
    column = st.column_config
    event = st.dataframe(
        frame, hide_index=True, key="cases_table", on_select="rerun", selection_mode="single-row",
        height=table_height(len(frame)), placeholder="–", alt=t("case.list.alt", count=len(frame)),
        column_config={
            **{str(name): t(f"case.column.{name}") for name in frame.columns},
            "at_stake": column.NumberColumn(t("case.column.at_stake"), format="¥%,.2f"),
            "due": column.DateColumn(t("case.column.due"), format="YYYY-MM-DD"),
            "opened_at": column.DateColumn(t("case.column.opened_at"), format="YYYY-MM-DD"),
        },
    )  # fmt: skip
    picked = event["selection"]["rows"]
    if picked and picked[0] < len(frame):
        case_id = str(frame["case"].iloc[picked[0]])
        # by name, for a selection outlives a new order of the rows
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{case_id}** {escaped(str(frame['title'].iloc[picked[0]]))}", width="stretch")
            if st.button(primary(t("case.list.open")), type="primary", key="cases_open"):
                st.switch_page(PAGE, query_params={"case": case_id})
    st.caption(t("case.list.total", amount=money(float(frame["at_stake"].fillna(0).sum())).replace("$", "\\$")))


page()
