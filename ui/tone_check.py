"""The tone check for any text: counts against the forms' limits, and each marked place with reason and advice."""

from __future__ import annotations

import streamlit as st

from complaints.tone import Mark, counts, marks
from ui.formats import escaped
from ui.i18n import t


def tone_check(key: str) -> None:
    """A box to paste a text into, and what the check says of it. Nothing is kept."""
    text = st.text_area(t("tone.paste"), key=key, placeholder=t("tone.paste_hint"), height=120)
    if not text.strip():
        return
    length = counts(text)
    st.caption(
        t("tone.counts", characters=length.characters, gbk=length.gbk_bytes, utf8=length.utf8_bytes)
    )  # fmt: skip
    found = marks(text)
    if not found:
        st.markdown(f":green[:material/check_circle:] {t('tone.none')}")
        return
    st.markdown(t("tone.found", count=len(found)))
    for mark in found:
        st.markdown(place(text, mark))


def place(text: str, mark: Mark) -> str:
    """The marked words, why, and what to write instead."""
    color = "gray" if mark.is_quote else "orange"
    kind = f"{t(f'tone.personal.{mark.kind}')} · " if mark.kind else ""
    advice = t("tone.quote") if mark.is_quote else t("tone.instead", instead=mark.instead)
    words = escaped(text[mark.start : mark.end])
    return f":{color}-background[{words}] {kind}{t(f'tone.reason.{mark.reason}')}  \n:small[:gray[{escaped(advice)}]]"
