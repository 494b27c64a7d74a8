"""Drawings of our own: HTML from ui/assets, where a Plotly figure would take a tenth of a second for a few marks."""

from __future__ import annotations

import math

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from warehouse import ROOT

ASSETS = ROOT / "ui" / "assets"


def component(name: str, role: str = "group") -> ComponentRenderer:
    """The drawing in ui/assets/<name>.js and .css: an element of that class, which the script fills.

    `role`: what it is to those who hear the page, `img` where nothing in it can be pressed.
    """
    return st.components.v2.component(
        name, html=f'<div class="{name}" role="{role}"></div>',
        css=asset("marks.css") + asset(f"{name}.css"), js=asset("marks.js") + asset(f"{name}.js"),
    )  # fmt: skip


def asset(file: str) -> str:
    """The text of a file in ui/assets."""
    return (ASSETS / file).read_text("utf-8")


def ticks(end: float, most: int) -> list[int]:
    """Whole numbers from 0, about as many as fit: steps of 1, 2 or 5 times a power of ten."""
    least = max(1.0, end / most)
    size = 10 ** math.floor(math.log10(least))
    step = next(each * size for each in (1, 2, 5, 10) if each * size >= least)
    return list(range(0, math.floor(end) + 1, step))
