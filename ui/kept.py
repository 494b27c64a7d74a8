"""Choices that survive a change of page, and that an address can carry.

Streamlit's own `bind="query-params"` writes the shown label into the address, which here is in the owner's language
and holds counts; so the codes are written by hand. Nothing that names a buyer is ever shared this way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st


def recall(key: str, default: object, codes: Sequence[str] = ()) -> str:
    """Give the widget `key` its value before it is drawn: from the address, else as it was left, else `default`.

    `codes`: what an address may say; none: the address is not read. Returns the key.
    """
    given = [value for value in st.query_params.get_all(key) if value in codes]
    state = st.session_state
    if given and given != state.get(f"address_{key}"):
        state[key] = given if isinstance(default, list) else given[0]
        state[f"address_{key}"] = given
    elif key not in state:
        state[key] = state.get(f"kept_{key}", default)
    return key


def keep(key: str, *, in_address_unless: object = None, is_shared: bool = False) -> None:
    """Remember what the widget `key` says now; a shared one also in the address, unless it says the usual."""
    value = st.session_state.get(key)
    st.session_state[f"kept_{key}"] = value
    if is_shared:
        codes = [str(code) for code in value] if isinstance(value, list) else [str(value)] if value else []
        if codes and value != in_address_unless:
            st.query_params[key] = codes
        elif key in st.query_params:
            del st.query_params[key]
        st.session_state[f"address_{key}"] = codes


def forget(keys: Sequence[str], then: Callable[[], Any]) -> None:
    """Let these widgets fall back to their defaults."""
    for key in keys:
        for name in (key, f"kept_{key}"):
            st.session_state.pop(name, None)
        if key in st.query_params:
            del st.query_params[key]
    then()
