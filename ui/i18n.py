"""The owner's language on the pages: the browser's, until another is chosen; the address carries the choice on."""

from __future__ import annotations

import streamlit as st

from locales import LANGUAGES, language_of, say

IN_ADDRESS = "lang"


def language() -> str:
    """zh or en."""
    asked = st.query_params.get(IN_ADDRESS)
    of_address = asked if asked in LANGUAGES else None
    return str(st.session_state.get("language") or of_address or language_of(st.context.locale))


def keep_language() -> None:
    """Put a choice that is not the browser's into the address, so that it outlives a reload."""
    st.session_state["language"] = chosen = language()
    if chosen != language_of(st.context.locale):
        st.query_params[IN_ADDRESS] = chosen
    else:
        st.query_params.pop(IN_ADDRESS, None)


def t(key: str, /, **values: object) -> str:
    """The sentence in the owner's language."""
    return say(language(), key, **values)
