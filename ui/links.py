"""Links that lead on to the page where something can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st


def arrow_link(page: str, label: str, query: Mapping[str, str | Iterable[str]] | None = None) -> None:
    """`label` and an arrow that lead to the page; `query` sets what its address carries, such as a filter."""
    st.page_link(
        page,
        label=f":primary[{label}]",
        icon=":material/arrow_forward:",
        icon_position="right",
        width="content",
        query_params=query,
    )


def badge_line(badge: str, badge_width: int, words: str, page: str, label: str, query: Mapping[str, str]) -> None:
    """One line of things to do: how pressing, what it is, and where it is done."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(badge, width=badge_width)
        # in a container of their own: on a telephone both stand beside the badge, whatever their length
        with st.container(horizontal=True, vertical_alignment="center", width="stretch"):
            st.markdown(words, width="stretch")
            arrow_link(page, label, query)
