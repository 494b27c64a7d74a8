"""The charts: one template, light and dark; what they say is in their title and alt text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any, ParamSpec

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui.i18n import language

Given = ParamSpec("Given")

FONT = "Helvetica Neue, Segoe UI, PingFang SC, Microsoft YaHei UI, Noto Sans CJK SC, sans-serif"
CONFIG = {"displayModeBar": False, "scrollZoom": False}
SYMBOLS = {"high": "diamond", "watch": "triangle-up", "none": "circle-open"}
SPARK = (240, 44)


@dataclass(frozen=True)
class Ink:
    """Colours of one theme."""

    paper: str
    text: str
    faint: str
    grid: str
    band: str
    tick: str
    other: str
    accent: str
    high: str
    watch: str

    def named(self, *names: str) -> dict[str, str]:
        """These colours by their names, as drawings take them."""
        return {name: getattr(self, name) for name in names}

    def tier(self, tier: str) -> str:
        return {"high": self.high, "watch": self.watch}.get(tier, self.tick)


LIGHT = Ink(
    "#FFFFFF", "#0F1720", "#5A6774", "#EEF1F4", "#DFE5EC", "#5A6774", "#CBD3DC", "#27509B", "#B8402A", "#BE7B06"
)
DARK = Ink(
    "#11161C", "#E7ECF2", "#9DA9B7", "#222B35", "#323F4C", "#9DA9B7", "#46535F", "#93B5F7", "#F0866C", "#F2BE54"
)


def ink() -> Ink:
    """The colours of the theme that is on."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def styled(figure: go.Figure, height: int, **margin: int) -> go.Figure:
    """The shared look."""
    color = ink()
    figure.update_layout(
        height=height, margin={"l": 8, "r": 8, "t": 8, "b": 24} | margin, showlegend=False, dragmode=False,
        font={"size": 12, "color": color.text, "family": FONT},
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", hoverlabel={"font_size": 12},
    )  # fmt: skip
    figure.update_xaxes(
        fixedrange=True, gridcolor=color.grid, zeroline=False, tickfont_color=color.faint, automargin=False
    )
    figure.update_yaxes(
        fixedrange=True, gridcolor=color.grid, zeroline=False, tickfont_color=color.faint, ticklabeloverflow="allow"
    )
    return figure


def built_once(build: Callable[Given, go.Figure]) -> Callable[Given, go.Figure]:
    """Keep what `build` makes of the same rows in the same theme and language: Plotly takes long to put a figure
    together. The figure is shared by every page that draws it and must not be changed after. One that names buyers
    is given their names as they are to be shown; one that names nobody is the same, names masked or not."""

    @wraps(build)
    def kept(*args: Given.args, **values: Given.kwargs) -> go.Figure:
        look = (st.context.theme.type, language())
        key = repr((build.__module__, build.__qualname__, look, plain(args), plain(values)))
        return kept_figure(key=key, _build=build, _args=args, _values=values)

    return kept


@st.cache_resource(max_entries=500, show_spinner=False)
def kept_figure(key: str, _build: Callable[..., go.Figure], _args: tuple, _values: dict) -> go.Figure:  # noqa: ARG001
    """`key` tells one figure from another."""
    return Finished(_build(*_args, **_values))


class Finished(go.Figure):
    """A figure that nobody changes any more: its parts are copied and encoded once, not each time it is drawn."""

    def to_dict(self) -> dict[str, Any]:
        """What Streamlit and Plotly write as JSON."""
        if "_parts" not in vars(self):
            self._parts = super().to_dict()
        return self._parts


def plain(value: object) -> object:
    """The value in lists and plain things, so that its repr tells its content and nothing else.

    Not Streamlit's hash, nor a pickle: a frame and its copy pickle differently, and a NaN hashes by its place in
    memory. The figure would be put together anew each time.
    """
    match value:
        case pd.DataFrame():
            return [(name, plain(value[name])) for name in value]
        case pd.Series() | np.ndarray():
            return plain(value.tolist()) if value.dtype == object else value.tolist()
        case Mapping():
            return [(name, plain(each)) for name, each in value.items()]
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return value


def as_text(text: str) -> str:
    """Text from a file so that Plotly, which reads some HTML, shows it letter by letter."""
    return escape(text, quote=False)


def draw(figure: go.Figure, key: str, alt: str, **options: Any) -> Any:  # noqa: ANN401
    """Put a figure on the page."""
    return st.plotly_chart(figure, key=key, alt=alt, config=CONFIG, theme=None, **options)


def clicked_ref(event: Any) -> str | None:  # noqa: ANN401 - what draw() returns
    """The ref that the first chosen mark carries in its `custom_data`; None for marks of groups."""
    points = event["selection"]["points"] if event else []
    ref = (points[0].get("customdata") or [None])[0] if points else None
    return ref if isinstance(ref, str) else None


def sparkline(values: pd.Series, alt: str, note: str) -> None:
    """The course of a figure as a small line without axes, from the left to the right of its card, below a note.

    Drawn as a picture: four charts that say no more than this would take longer than the rest of the page.
    """
    color, (wide, high) = ink(), SPARK
    heights = values.fillna(0).to_numpy(float)
    # a single week is a level, not a slope
    heights = np.repeat(heights, 2) if len(heights) == 1 else heights
    across = [wide * place / max(len(heights) - 1, 1) for place in range(len(heights))]
    up = high - 2 - (high - 4) * heights / max(heights.max(initial=0.0), 1e-9)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up, strict=True))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" preserveAspectRatio="none">'
        f'<polygon fill="{color.grid}" points="0,{high} {line} {wide},{high}"/><polyline fill="none" '
        f'stroke="{color.tick}" stroke-width="1.5" vector-effect="non-scaling-stroke" points="{line}"/></svg>'
    )
    # as a file within the page: the page's own cleaning of HTML takes drawings out
    file = b64encode(svg.encode()).decode()
    look = f"display:block;width:100%;height:{high}px"
    said = f'<div style="margin-bottom:0.5rem;font-size:0.875rem;color:{color.faint}">{escape(note)}</div>'
    st.html(f'{said}<img src="data:image/svg+xml;base64,{file}" alt="{escape(alt)}" style="{look}">')
