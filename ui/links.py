"""Links that lead on to the page where something can be done."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def arrow_link(page: str, label: str, query: Mapping[str, str] | None = None) -> None:
    """`label` and an arrow that lead to the page; `query` sets what its address carries, such as a filter."""
    st.page_link(
        page,
        label=f":primary[{label}]",
        icon=":material/arrow_forward:",
        icon_position="right",
        width="content",
        query_params=query,
    )
