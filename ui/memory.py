"""Keeps garbage collection out of the way of pages."""

from __future__ import annotations

import atexit
import gc

import streamlit as st

# else libraries take what is put aside for leaks, and say so as the program ends
atexit.register(gc.unfreeze)


@st.cache_resource(show_spinner=False)
def put_aside(page: str) -> None:  # noqa: ARG001 - once for each page, as each brings modules of its own
    """Put aside what the modules hold, which no collection will ever free.

    A full collection looked through every object of pandas and Plotly: a tenth of a second in somebody's page, every
    few views. What is garbage goes first, for what is put aside stays.
    """
    gc.collect()
    gc.freeze()
