"""The choice of one signal, the same on every page that draws one at a time."""

from __future__ import annotations

import streamlit as st

from ui.data import answer_row
from ui.formats import SIGNALS
from ui.i18n import t
from ui.kept import keep, recall

FIRST = "refund"


def signal_choice() -> str:
    """Which signal to look at; kept between pages and in the address."""
    usual = usual_signal()
    st.segmented_control(
        t("ui.buyers.signal"), SIGNALS, format_func=lambda name: t(f"words.signal.{name}"), required=True,
        label_visibility="collapsed", key=recall("signal", usual, SIGNALS),
    )  # fmt: skip
    keep("signal", in_address_unless=usual, is_shared=True)
    return str(st.session_state["signal"] or usual)


def usual_signal() -> str:
    """What is looked at first: refunds, unless nobody is listed for them and somebody for another signal."""
    listed = answer_row("risk/tier_counts")
    return FIRST if listed[FIRST] else max((FIRST, *SIGNALS), key=lambda name: int(listed[name]))
