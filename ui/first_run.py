"""What an empty shop shows: what to do, and how to get each export."""

from __future__ import annotations

import streamlit as st

from ui.i18n import t
from ui.upload import load_demo, paste_box, uploader
from ui.working import working


def first_run() -> None:
    """The page of an owner who has imported nothing yet."""
    st.title(t("ui.first.title"))
    st.caption(t("ui.first.sub"))
    working()
    with st.container(border=True):
        st.subheader(t("ui.first.start"))
        uploader()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(t("ui.first.no_files"), width="content")
            st.button(t("ui.first.demo"), icon=":material/storefront:", key="load_demo", on_click=load_demo)
            st.caption(t("ui.first.demo_note"), width="content")
    paste_box()
    for number, column in enumerate(st.columns(3), 1):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**:blue-badge[{number}] {t(f'ui.first.step{number}')}**")
            st.markdown(t(f"ui.first.step{number}_text"))
    how_to_export()
    st.caption(t("ui.first.promise"))


def how_to_export() -> None:
    """Where each export is in 千牛."""
    with st.container(border=True):
        st.subheader(t("ui.first.where"))
        names = ("orders", "refunds", "reviews")
        for name, tab in zip(names, st.tabs([t(f"ui.first.tab_{name}") for name in names]), strict=True):
            tab.markdown(t(f"ui.first.how_{name}"))
        st.caption(t("ui.first.menu_note"))
