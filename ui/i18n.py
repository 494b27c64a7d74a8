"""The owner's language on the pages: the browser's, until another is chosen; the address carries the choice on."""

from __future__ import annotations

from contextvars import ContextVar

import streamlit as st

from locales import LANGUAGES, language_of, say

IN_ADDRESS = "lang"
# of the run that is being drawn: it is asked for with every sentence, and session and address are slow to read
SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> str:
    """zh or en."""
    return SPOKEN.get() or chosen_language()


def chosen_language() -> str:
    """What was chosen in this session, else by the address, else the browser's."""
    asked = st.query_params.get(IN_ADDRESS)
    of_address = asked if asked in LANGUAGES else None
    return str(st.session_state.get("language") or of_address or language_of(st.context.locale))


def keep_language() -> None:
    """Note this run's language; a choice that is not the browser's goes into the address and outlives a reload."""
    chosen = chosen_language()
    st.session_state["language"] = chosen
    SPOKEN.set(chosen)
    if chosen != language_of(st.context.locale):
        st.query_params[IN_ADDRESS] = chosen
    else:
        st.query_params.pop(IN_ADDRESS, None)


def t(key: str, /, **values: object) -> str:
    """The sentence in the owner's language."""
    return say(language(), key, **values)
