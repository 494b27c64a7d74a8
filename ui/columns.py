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
    """Heights and places from 0 to 1. A column: height of the listed buyers', of the others', and both in words."""

    columns: Sequence[tuple[float, float, str]]
    ticks: Sequence[tuple[float, str]]
    labels: Sequence[tuple[float, str]] = ()  # below, where there are any
    title: str = ""
    note: str = ""
    is_stacked: bool = True  # the others on top of the listed ones; else as a mark at their own height
    size: float = 1.0  # of the panels' height, against the others


def draw(key: str, panels: Sequence[Panel], height: int, alt: str) -> None:
    """Draw the panels, so many pixels high together."""
    colors = ink().named("text", "faint", "grid", "other", "accent")
    parts = [asdict(panel) for panel in panels]
    COLUMNS(key=key, data={"alt": alt, "height": height, "colors": colors, "panels": parts})


def middle(place: int, count: int) -> float:
    """Where the column of this number stands, of so many."""
    return (place + 0.5) / count
