"""A review's text with the words marked that were found in it."""

from __future__ import annotations

import streamlit as st

from risk.review_text import read_text
from ui.formats import escaped

BACKGROUNDS = {
    "threat": "red",
    "insult": "red",
    "leak": "red",
    "benefit": "orange",
    "demand": "orange",
    "rights": "green",
}


def marked_text(text: str) -> str:
    """Markdown of the text, each mark on its colour. Personal data are masked unless full names are shown."""
    parts, at = [], 0
    for mark in read_text(text).marks:
        words = text[mark.start : mark.end]
        if mark.kind == "leak" and not st.session_state.get("show_names"):
            words = f"{words[:1]}{'*' * (len(words) - 1)}"
        parts += [line(text[at : mark.start]), f":{BACKGROUNDS.get(mark.kind, 'blue')}-background[{line(words)}]"]
        at = mark.end
    return "".join([*parts, line(text[at:])])


def line(text: str) -> str:
    """Text from a file on one line, letter by letter."""
    return escaped(" ".join(text.splitlines()) if "\n" in text or "\r" in text else text)
