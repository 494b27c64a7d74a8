"""The choice of one signal, the same on every page that draws one at a time."""

from __future__ import annotations

import streamlit as st

from ui.formats import SIGNALS
from ui.i18n import t
from ui.kept import keep, recall

USUAL = "refund"


def signal_choice() -> str:
    """Which signal to look at; kept between pages and in the address."""
    st.segmented_control(
        t("ui.buyers.signal"), SIGNALS, format_func=lambda name: t(f"words.signal.{name}"), required=True,
        label_visibility="collapsed", key=recall("signal", USUAL, SIGNALS),
    )  # fmt: skip
    keep("signal", in_address_unless=USUAL, is_shared=True)
    return str(st.session_state["signal"] or USUAL)
