"""The rows behind a figure: every unpaid order, refund or bad review, of everybody or of listed buyers, in a time."""

from __future__ import annotations

import streamlit as st

from ui.data import answer_row
from ui.first_run import first_run
from ui.i18n import t
from ui.kept import keep, recall
from ui.records import period_choice, records_list
from ui.signals import signal_choice

WHOSE = {"all": None, "listed": True, "others": False}
EVERYBODY = "all"


def page() -> None:
    """Draw the page."""
    if answer_row("risk/coverage")["is_empty"]:
        first_run()
        return
    st.title(t("ui.page.records"))
    st.caption(t("records.intro"))
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="content"):
            signal = signal_choice()
        st.segmented_control(
            t("records.whose"), list(WHOSE), key=recall("records_whose", EVERYBODY, list(WHOSE)), required=True,
            format_func=lambda name: t(f"records.of.{name}"), label_visibility="collapsed",
        )  # fmt: skip
        keep("records_whose", in_address_unless=EVERYBODY, is_shared=True)
        since, until = period_choice("records_period", is_shared=True)
    whose = WHOSE[st.session_state["records_whose"] or EVERYBODY]
    records_list(signal, {"product": None, "since": since, "until": until, "is_listed": whose})


page()
