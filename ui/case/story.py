"""A case's history on the page: every event in the owner's words, and the date from which it may be deleted."""

from __future__ import annotations

import streamlit as st

from complaints.cases import change_case
from complaints.dossier import Dossier, Row
from complaints.removal import DELETABLE, delete_case
from ui.case.room import desk, done
from ui.formats import escaped
from ui.i18n import t

# details of an event that are keys of sentences
WORDED = {
    "from": "desk.stage", "to": "desk.stage", "channel": "desk.channel", "outcome": "desk.contact_outcome",
    "result": "desk.stage", "reason_class": "desk.reason", "field": "case.field", "author": "case.author",
    "fact": "desk.fact", "subject": "case.subject", "origin": "case.origin",
}  # fmt: skip


def render_history(dossier: Dossier) -> None:
    """The card, newest first."""
    with (
        st.container(border=True),
        st.expander(t("case.history.title", count=len(dossier.events)), icon=":material/history:"),
    ):
        for event in reversed(dossier.events):
            st.markdown(f":gray[{event['at']:%Y-%m-%d %H:%M}] {event_words(event)}")
            if event["text"]:
                st.caption(escaped(event["text"]))


def render_retention(dossier: Dossier) -> None:
    """Until when the case is kept; a case that ended can be deleted for good."""
    with st.container(border=True), st.expander(t("case.keep.title"), icon=":material/auto_delete:"):
        st.caption(t("case.keep.note"))
        until = st.date_input(
            t("case.keep.until"), value=dossier.case["keep_until"], format="YYYY-MM-DD", key="case_keep_until"
        )
        if st.button(t("case.save"), key="case_save_keep"):
            change_case(desk(), dossier.case_id, keep_until=until)
            done("case.saved")
        if dossier.case["stage"] not in DELETABLE:
            st.caption(t("case.keep.not_yet"))
            return
        sure = st.text_input(t("case.keep.sure", case=dossier.case_id), key="case_delete_sure")
        if st.button(t("case.keep.delete"), key="case_delete", disabled=sure.strip() != dossier.case_id):
            files = delete_case(desk(), dossier.case_id)
            st.session_state["case_done"] = t("case.keep.deleted", case=dossier.case_id, files=files)
            st.switch_page("pages/complaints/cases.py")


def event_words(event: Row) -> str:
    """One event as a sentence."""
    told = {
        name: t(f"{WORDED[name]}.{value}") if name in WORDED and value is not None else shown(value)
        for name, value in event["detail"].items()
    }
    # `from` is no name that a sentence could be given as
    told["before"] = told.pop("from", "")
    return t(f"case.event.{event['kind']}", **told)


def shown(value: object) -> str:
    """A detail as text; nothing for none."""
    if value is None:
        return "–"
    return escaped(f"{len(value)}" if isinstance(value, list) else str(value))
