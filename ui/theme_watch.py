"""Runs the page anew when the system goes from light to dark or back, as many do by themselves in the evening.

Streamlit changes its own colours then without a run, and charts drawn for the other theme would stay.
"""

from __future__ import annotations

import streamlit as st

from ui.components import component

THEME = component("theme", "none")


def render_theme_watch() -> None:
    """Listen, unseen."""
    THEME(key="theme", data={"dark": st.context.theme.type == "dark"}, on_switched_change=lambda: None)
