"""Columns over time, one panel under another: what listed buyers did against what the others did.

Not a Plotly figure: on pages that need no other one, to load Plotly would take a third of the time to open them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ui.charts import ink
from ui.components import component

COLUMNS = component("columns", "img")


@dataclass(frozen=True)
class Panel:
    """Heights and places from 0 to 1. A column: height of the listed buyers', of the others', both in words, and what
    is told when it is pressed; where that is empty, it cannot be."""

    columns: Sequence[tuple[float, float, str, str]]
    ticks: Sequence[tuple[float, str]]
    labels: Sequence[tuple[float, str]] = ()  # below, where there are any
    title: str = ""
    note: str = ""
    is_stacked: bool = True  # the others on top of the listed ones; else as a mark at their own height
    size: float = 1.0  # of the panels' height, against the others


def draw(key: str, panels: Sequence[Panel], height: int, alt: str) -> str | None:
    """Draw the panels, so many pixels high together. What the column tells that was pressed.

    Columns are too many to be reached one by one by keys: what they lead to has another way on the same page.
    """
    colors = ink().named("text", "faint", "grid", "other", "accent")
    parts = [asdict(panel) for panel in panels]
    drawn = {"alt": alt, "height": height, "colors": colors, "panels": parts}
    return COLUMNS(key=key, data=drawn, on_picked_change=lambda: None).picked


def middle(place: int, count: int) -> float:
    """Where the column of this number stands, of so many."""
    return (place + 0.5) / count
