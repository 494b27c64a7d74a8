"""The owner's language on the pages: the browser's, until another is chosen."""

from __future__ import annotations

import streamlit as st

from locales import language_of, say


def language() -> str:
    """zh or en."""
    return str(st.session_state.get("language") or language_of(st.context.locale))


def t(key: str, /, **values: object) -> str:
    """The sentence in the owner's language."""
    return say(language(), key, **values)
