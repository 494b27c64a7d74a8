"""Words and their values, one pair a line, drawn as one piece."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

LIST = "margin:0; padding:0; display:grid; gap:0.5rem"
LINE = "display:flex; justify-content:space-between; align-items:baseline; gap:1rem"
WORD = "margin:0; padding:0; font-weight:inherit"
VALUE = "margin:0; padding:0; white-space:nowrap; font-variant-numeric:tabular-nums"


def render_pairs(pairs: Mapping[str, str], *, is_bold: bool = False) -> None:
    """Each value at the right of its line. As two widgets a line they would take a page as long as a chart."""
    look = VALUE + ("; font-weight:600" if is_bold else "")
    lines = (
        f'<div style="{LINE}"><dt style="{WORD}">{escape(word)}</dt><dd style="{look}">{escape(value)}</dd></div>'
        for word, value in pairs.items()
    )
    st.html(f'<dl style="{LIST}">{"".join(lines)}</dl>')
